import type { Database } from 'better-sqlite3';
import type { TrackPoint } from '../store.ts';

/** Safely within what a column of integers holds. */
const TIME_MAX = 2 ** 62;

/** True when it was new; a fix that came twice is stored once. */
export function appendTrackPoint(db: Database): (point: TrackPoint) => boolean {
  const insert = db.prepare<unknown[]>(
    `INSERT INTO track_points
     (driver_id, booking_id, sent_at, fix_at, received_at,
      latitude, longitude, heading, speed, accuracy)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (driver_id, sent_at) DO NOTHING`,
  );
  return (point) => {
    const { driverId, bookingId, latitude, longitude, heading, speed, accuracy } = point;
    const times = [point.sentAtMs, point.fixAtMs, point.receivedAtMs].map(toInteger);
    const where = [latitude, longitude, heading, speed, accuracy];
    return insert.run(driverId, bookingId, ...times, ...where).changes > 0;
  };
}

/** Phones give fractions of a millisecond, and some of them times that cannot be. */
function toInteger(timeMs: number): number {
  return Math.round(Math.min(Math.max(timeMs, -TIME_MAX), TIME_MAX));
}
