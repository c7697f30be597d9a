import type { Database } from 'better-sqlite3';
import type { TrackPoint } from '../store.ts';

/** True when it was new; a fix that came twice is stored once. */
export function appendTrackPoint(db: Database): (point: TrackPoint) => boolean {
  const insert = db.prepare<unknown[]>(
    `INSERT INTO track_points
     (driver_id, booking_id, sent_at, fix_at, received_at, latitude, longitude, heading, speed, accuracy)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (driver_id, sent_at) DO NOTHING`,
  );
  return (point) => {
    const { driverId, bookingId, latitude, longitude, heading, speed, accuracy } = point;
    // Phones give fractions of a millisecond.
    const times = [point.sentAtMs, point.fixAtMs, point.receivedAtMs].map(Math.round);
    const where = [latitude, longitude, heading, speed, accuracy];
    return insert.run(driverId, bookingId, ...times, ...where).changes > 0;
  };
}
