import { assertNever } from '../assert-never.ts';
import type { Booking } from './booking.ts';
import type { TimerCommand } from './command.ts';
import type { BookingPolicy } from './policy.ts';

/** A timer of a booking: a row that is due at a time, void once the booking has another version. */
export interface Deadline {
  readonly kind: TimerCommand['kind'];
  /** Unix ms. */
  readonly dueAt: number;
  readonly version: number;
}

/**
 * The timers of a booking as it is now. Each transition makes those of the version before void, so
 * the caller replaces them by these after every transition.
 */
export function deadlinesOf(
  booking: Booking,
  policy: Pick<BookingPolicy, 'noDriverAfterMs'>,
): readonly Deadline[] {
  const { status, version, expiresAt } = booking;
  switch (status) {
    case 'pending':
    case 'declined':
      // A decline does not start it anew. An assignment that outlasts it ends in it at once.
      return [{ kind: 'abandon', dueAt: booking.pendingSince + policy.noDriverAfterMs, version }];
    case 'assigned':
      return expiresAt === null ? [] : [{ kind: 'expire', dueAt: expiresAt, version }];
    case 'accepted':
    case 'on_way':
    case 'arrived':
    case 'started':
    case 'completed':
    case 'cancelled':
      return [];
    default:
      return assertNever(status);
  }
}
