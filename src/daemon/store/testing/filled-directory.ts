import { openDatabase } from '../sqlite/open-database.ts';
import { NOW_MS } from './scene.ts';
import { tempDirectory } from './temp-directory.ts';

/**
 * A directory in which nobody works any more: so many bookings, each with its first step, and
 * notes of some kilobytes if it is to be large.
 */
export function filledDirectory(bookings: number, noteBytes = 0): string {
  const directory = tempDirectory();
  const db = openDatabase(directory, NOW_MS);
  const book = db.prepare(
    `INSERT INTO bookings (booking_id, rider_id, status, round, version, pickup_location,
       dropoff_location, requested_at, pending_since, updated_at, excluded_driver_ids, note)
     VALUES (?, ?, 'pending', 0, 1, 'A', 'B', 1, 1, 1, '[]', hex(randomblob(?)))`,
  );
  const step = db.prepare(
    `INSERT INTO transitions (booking_id, version, round, to_status, by_role, actor_id, at, details)
     VALUES (?, 1, 0, 'pending', 'rider', ?, 1, '{}')`,
  );
  db.transaction(() => {
    for (let id = 1; id <= bookings; id += 1) {
      book.run(String(id), String(id), noteBytes / 2);
      step.run(String(id), String(id));
    }
  })();
  db.close();
  return directory;
}
