import type { BookingStatus } from '../../protocol/index.ts';
import type { FirstPlaces, GivenPlaces } from './places.ts';

/** A rider, or an admin for one, wants a trip. The id is new: a rider's is made by the daemon. */
export type RequestCommand = FirstPlaces & {
  readonly kind: 'request';
  readonly bookingId: string;
  readonly riderId: string;
};

/** Offers a booking to a driver; a new id with rider and both places creates it first. */
export interface AssignCommand {
  readonly kind: 'assign';
  readonly bookingId: string;
  readonly driverId: string;
  readonly riderId?: string | undefined;
  readonly places?: GivenPlaces | undefined;
  /** How long the driver may take to answer; the policy's time when absent. */
  readonly timeoutMs?: number | undefined;
  /** Takes it back from whoever holds it, and asks an excluded driver again. */
  readonly force?: boolean | undefined;
}

/** The driver answers the assignment. */
export interface RespondCommand {
  readonly kind: 'respond';
  readonly bookingId: string;
  readonly response: 'accepted' | 'declined';
  readonly reason?: string | undefined;
}

/** Asks for a status; `pending` gives the booking up or takes it back. */
export interface StatusCommand {
  readonly kind: 'status';
  readonly bookingId: string;
  readonly status: BookingStatus;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
}

export interface RateCommand {
  readonly kind: 'rate';
  readonly bookingId: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly comment?: string | undefined;
}

/** A timer rang: an assignment went unanswered, or nobody took the booking. */
export interface TimerCommand {
  readonly kind: 'expire' | 'abandon';
  readonly bookingId: string;
  /** The version that the timer was set for; another one makes it void. */
  readonly version: number;
}

export type BookingCommand =
  | RequestCommand
  | AssignCommand
  | RespondCommand
  | StatusCommand
  | RateCommand
  | TimerCommand;
