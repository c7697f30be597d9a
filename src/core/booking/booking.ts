import type { BookingStatus } from '../../protocol/index.ts';
import type { Places } from './places.ts';

/** What the rider thought of a completed trip; times are Unix ms. */
export interface Rating {
  /** 1 to 5. */
  readonly rating: number;
  readonly comment: string | null;
  readonly at: number;
}

/**
 * One booking as its log makes it: the fold of its transitions, and nothing else except the rating.
 * Ids are strings inside, times are Unix ms.
 */
export interface Booking extends Places {
  readonly bookingId: string;
  readonly riderId: string;
  /** Who holds it: null while `pending` or `declined`, the last holder once it is final. */
  readonly driverId: string | null;
  /** The driver of the latest round, who stays concerned until another round begins. */
  readonly lastDriverId: string | null;
  readonly status: BookingStatus;
  /** Each assignment is a new round; 0 before the first. */
  readonly round: number;
  /** Grows by one with each transition; 1 at the creation. */
  readonly version: number;
  readonly requestedAt: number;
  /** The request or the last take-back: from here on runs the time after which nobody took it. */
  readonly pendingSince: number;
  readonly assignedAt: number | null;
  /** When an unanswered assignment expires; null in every status but `assigned`. */
  readonly expiresAt: number | null;
  readonly completedAt: number | null;
  readonly updatedAt: number;
  /** The reason given for the latest transition. */
  readonly reason: string | null;
  readonly rating: Rating | null;
  /** Drivers who declined, let it expire or gave up: not asked again unless an admin forces it. */
  readonly excludedDriverIds: readonly string[];
}

/** A rating is no step of the lifecycle: it leaves status and version as they are. */
export function rateBooking(booking: Booking, rating: Rating): Booking {
  return { ...booking, rating, updatedAt: rating.at };
}
