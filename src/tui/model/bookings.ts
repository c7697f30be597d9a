import {
  type BookingStatus,
  type BookingView,
  fromWireId,
  type ServerMessageOf,
} from '../../protocol/index.ts';
import { withEntries } from './bounded.ts';
import { type LiveBooking, MODEL_LIMITS } from './model.ts';

type Bookings = ReadonlyMap<string, LiveBooking>;
export type StatusUpdate = ServerMessageOf<'status_update'>;

const ENDED: ReadonlySet<BookingStatus> = new Set(['completed', 'cancelled']);

/** Adds bookings as the room shows them; an older version than the known one changes nothing. */
export function withBookings(
  bookings: Bookings,
  views: readonly BookingView[],
  atMs: number,
): Bookings {
  const entries: [string, LiveBooking][] = [];
  for (const view of views) {
    const id = fromWireId(view.booking_id);
    const known = bookings.get(id);
    if (known === undefined || known.view.version <= view.version) {
      const endedAtMs = ENDED.has(view.status) ? (known?.endedAtMs ?? atMs) : null;
      entries.push([id, { view, heardAtMs: atMs, endedAtMs }]);
    }
  }
  return withEntries(bookings, entries, MODEL_LIMITS.bookingsMax);
}

/** Applies a live change to a booking that is known; an older version changes nothing. */
export function withStatus(bookings: Bookings, update: StatusUpdate, atMs: number): Bookings {
  const known = bookings.get(fromWireId(update.booking_id));
  if (known === undefined || known.view.version >= update.version) return bookings;
  return withBookings(bookings, [changedView(known.view, update)], atMs);
}

/** Only what was heard of since then: the rest belongs to an earlier connection. */
export function heardSince(bookings: Bookings, sinceMs: number): Bookings {
  return new Map([...bookings].filter(([, { heardAtMs }]) => heardAtMs >= sinceMs));
}

/** Takes out what ended some seconds ago. */
export function withoutEnded(bookings: Bookings, atMs: number): Bookings {
  const isOver = ({ endedAtMs }: LiveBooking) =>
    endedAtMs !== null && atMs - endedAtMs >= MODEL_LIMITS.endedShownMs;
  const kept = [...bookings].filter(([, booking]) => !isOver(booking));
  return kept.length === bookings.size ? bookings : new Map(kept);
}

function changedView(view: BookingView, update: StatusUpdate): BookingView {
  const { driver_id, driver, expires_at, reason, ...lasting } = view;
  const { status, version, timestamp } = update;
  return {
    ...lasting,
    ...driverOf(view, update),
    status,
    version,
    updated_at: timestamp,
    // Each assignment is a new round, and nothing else begins one.
    round: status === 'assigned' ? view.round + 1 : view.round,
    ...(update.expires_at !== undefined && { expires_at: update.expires_at }),
    ...(update.reason !== undefined && { reason: update.reason }),
  };
}

/** A booking that waits again has no driver; otherwise the one named, or else the one before. */
function driverOf(view: BookingView, update: StatusUpdate) {
  if (update.status === 'pending') return {};
  if (update.driver !== undefined) {
    return { driver: update.driver, driver_id: update.driver.driver_id };
  }
  if (update.status === 'assigned') return {};
  const { driver, driver_id } = view;
  return { ...(driver && { driver }), ...(driver_id !== undefined && { driver_id }) };
}
