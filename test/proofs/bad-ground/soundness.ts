import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Of the database of a daemon that was stopped; its rider 7 was there all the time. */
export function soundness(data: string) {
  const db = new Database(join(data, 'routa.db'), { readonly: true });
  try {
    const check = db.pragma('integrity_check', { simple: true });
    const trackPoints = db.prepare('SELECT count(*) FROM track_points').pluck().get();
    const unacknowledged = db
      .prepare("SELECT newest_seq - acked_seq FROM streams WHERE role = 'rider' AND user_id = '7'")
      .pluck()
      .get();
    return { check, trackPoints, unacknowledged };
  } finally {
    db.close();
  }
}
