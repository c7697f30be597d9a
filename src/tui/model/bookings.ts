import { type BookingView, fromWireId, stageOf } from '../../protocol/index.ts';
import { withEntries } from './bounded.ts';
import { type LiveBooking, MODEL_LIMITS } from './model.ts';

type Bookings = ReadonlyMap<string, LiveBooking>;

/** Adds bookings, or replaces them as they are now. */
export function withBookings(
  bookings: Bookings,
  views: readonly BookingView[],
  atMs: number,
): Bookings {
  const entries = views.map((view): [string, LiveBooking] => {
    const endedAtMs = stageOf(view.status) === 'final' ? atMs : null;
    return [fromWireId(view.booking_id), { view, endedAtMs }];
  });
  return withEntries(bookings, entries, MODEL_LIMITS.bookingsMax);
}

/** Only these are open; what has just ended stays to be seen. */
export function withOpen(bookings: Bookings, openIds: readonly string[]): Bookings {
  const open = new Set(openIds);
  return new Map([...bookings].filter(([id, { endedAtMs }]) => open.has(id) || endedAtMs !== null));
}

/** Takes out what ended some seconds ago. */
export function withoutEnded(bookings: Bookings, atMs: number): Bookings {
  const isOver = ({ endedAtMs }: LiveBooking) =>
    endedAtMs !== null && atMs - endedAtMs >= MODEL_LIMITS.endedShownMs;
  const kept = [...bookings].filter(([, booking]) => !isOver(booking));
  return kept.length === bookings.size ? bookings : new Map(kept);
}
