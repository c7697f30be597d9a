/** What an operator may configure of the rules. */
export interface BookingPolicy {
  /** How long a driver may take to answer, unless the assignment says otherwise. */
  readonly assignTimeoutMs: number;
  /** How long a booking may be without a driver before the system cancels it. */
  readonly noDriverAfterMs: number;
  /** How long after its end a trip can be rated. */
  readonly ratingWindowMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export const DEFAULT_BOOKING_POLICY: BookingPolicy = {
  assignTimeoutMs: 60 * SECOND_MS,
  noDriverAfterMs: 30 * MINUTE_MS,
  ratingWindowMs: 72 * HOUR_MS,
};
