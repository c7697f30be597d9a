import type { BookingStatus, Point } from '../../protocol/index.ts';
import type { ActorRole } from './actor.ts';
import type { Places } from './places.ts';

interface Row {
  readonly bookingId: string;
  /** The version of the booking once this has happened. */
  readonly version: number;
  readonly round: number;
  readonly by: ActorRole;
  readonly actorId: string;
  /** Unix ms. */
  readonly at: number;
  readonly reason: string | null;
  readonly message: string | null;
  /** The driver whom it concerns: the one who held it, or the one who is asked now. */
  readonly driverId: string | null;
  /** Where that driver was last seen. */
  readonly position: Point | null;
}

/** The first row of each log. */
export interface Creation extends Row {
  readonly from: null;
  readonly to: 'pending';
  readonly riderId: string;
  readonly places: Places;
}

/** A new round begins. */
export interface Assignment extends Row {
  readonly from: BookingStatus;
  readonly to: 'assigned';
  readonly driverId: string;
  readonly places: Places;
  /** Unix ms. */
  readonly expiresAt: number;
}

export interface Step extends Row {
  readonly from: BookingStatus;
  readonly to: Exclude<BookingStatus, 'assigned'>;
}

/** One row of the append-only log. All of them in order make the booking. */
export type Transition = Creation | Assignment | Step;
