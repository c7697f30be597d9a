import { toWireId } from '../../protocol/index.ts';
import { type CleanFix, cleanFix, positionOf } from '../fleet/position.ts';
import type { Trip } from '../fleet/vehicle.ts';
import type { Parts } from '../gateway/parts.ts';
import type { Session } from '../gateway/session.ts';
import { positionKey } from '../rooms/bookings-room.ts';
import type { Handler } from './handler.ts';

/**
 * The hot path: judge → remember → show the rider of the live booking → write behind. It touches
 * no database and makes no promise.
 */
export const locationUpdate: Handler<'location_update'> = (parts, session, message) => {
  const startedMs = parts.wallClock.monotonic();
  showFix(parts, session, cleanFix(message, parts.clock.now()));
  session.ack(message.id);
  parts.stats.positionLatency.record(parts.wallClock.monotonic() - startedMs);
};

/** Takes one fix of the session's driver in, wherever it came from. */
export function showFix(parts: Parts, session: Session, fix: CleanFix): void {
  const driverId = session.user.userId;
  const receivedAtMs = parts.clock.now();
  const trip = parts.fleet.tripOf(driverId);
  const verdict = parts.fleet.ingest(driverId, fix, receivedAtMs);
  if (verdict === 'accept') {
    if (trip !== null) showToWatchers(parts, trip, fix);
  } else parts.counters.drop(`position_${verdict}`);
  if (verdict === 'accept' || verdict === 'stale') {
    parts.tracks.add(driverId, trip?.bookingId ?? null, fix, receivedAtMs);
  }
}

/** To the rider whose booking it is, to admins who watch the booking, and to nobody else. */
function showToWatchers(parts: Parts, trip: Trip, fix: CleanFix): void {
  const position = positionOf(toWireId(trip.bookingId), fix);
  const text = JSON.stringify({ type: 'location_update', ...position });
  const key = positionKey(trip.bookingId);
  for (const rider of parts.registry.of(`rider:${trip.riderId}`)) rider.sendLatest(key, text);
  for (const admin of parts.bookingRooms.watchers(trip.bookingId)) admin.sendLatest(key, text);
  for (const watcher of parts.watchers.of(trip.bookingId)) watcher.sendLatest(key, text);
}
