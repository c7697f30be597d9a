import { fromWireId } from '../../protocol/index.ts';
import { cleanBatch } from '../fleet/position.ts';
import { trackPoint } from '../fleet/track-writer.ts';
import type { Parts } from '../gateway/parts.ts';
import type { Session } from '../gateway/session.ts';
import { idempotencyKey } from './booking-command.ts';
import type { Handler } from './handler.ts';
import { showFix } from './location-update.ts';

/**
 * What a phone gathered while it was offline. All points go into the track; only the newest may
 * move the marker. The ack follows the commit.
 */
export const locationBatch: Handler<'location_batch'> = async (parts, session, message) => {
  const receivedAtMs = parts.clock.now();
  const driverId = session.user.userId;
  const aheadMs = parts.fleet.clockAheadMs(driverId);
  const fixes = cleanBatch(message.points, receivedAtMs, aheadMs);
  const named = message.points.map(({ booking_id: id }) => (id == null ? null : fromWireId(id)));
  const own = await ownBookings(parts, session, named);
  const heldId = parts.fleet.tripOf(driverId)?.bookingId ?? null;
  const points = fixes.map((fix, index) => {
    const bookingId = named[index] ?? null;
    const isOwn = bookingId !== null && own.has(bookingId);
    return trackPoint(driverId, isOwn ? bookingId : heldId, fix, receivedAtMs);
  });
  const outcome = await parts.store.appendTrack(points, idempotencyKey(session, message));
  if (!outcome.ok) {
    session.refuse(message.id, outcome.refusal);
    return;
  }
  const newest = fixes.reduce((a, b) => (b.takenAtMs >= a.takenAtMs ? b : a));
  showFix(parts, session, newest);
  session.ack(message.id, { stored: outcome.stored });
};

/**
 * Of the bookings that the points name, those that are or were this driver's: a trip that was
 * driven offline may be over by the time its track comes, and nobody may write into another's.
 */
async function ownBookings(
  { store }: Parts,
  { user }: Session,
  named: readonly (string | null)[],
): Promise<ReadonlySet<string>> {
  const own = new Set<string>();
  for (const bookingId of new Set(named)) {
    if (bookingId === null) continue;
    const booking = await store.booking(bookingId);
    const drivers = [booking?.driverId, booking?.lastDriverId];
    if (drivers.includes(user.userId)) own.add(bookingId);
  }
  return own;
}
