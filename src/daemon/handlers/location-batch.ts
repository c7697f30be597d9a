import { cleanFix } from '../fleet/position.ts';
import { trackPoint } from '../fleet/track-writer.ts';
import { idempotencyKey } from './booking-command.ts';
import type { Handler } from './handler.ts';
import { showFix } from './location-update.ts';

/**
 * What a phone gathered while it was offline. All points go into the track; only the newest may
 * move the marker. The ack follows the commit.
 */
export const locationBatch: Handler<'location_batch'> = async (parts, session, message) => {
  const receivedAtMs = parts.clock.now();
  const fixes = message.points.map((point) => cleanFix(point, receivedAtMs));
  const driverId = session.user.userId;
  const bookingId = parts.fleet.tripOf(driverId)?.bookingId ?? null;
  const points = fixes.map((fix) => trackPoint(driverId, bookingId, fix, receivedAtMs));
  const outcome = await parts.store.appendTrack(points, idempotencyKey(session, message));
  if (!outcome.ok) {
    session.refuse(message.id, outcome.refusal);
    return;
  }
  const newest = fixes.reduce((a, b) => (b.takenAtMs >= a.takenAtMs ? b : a));
  showFix(parts, session, newest);
  session.ack(message.id, { stored: outcome.stored });
};
