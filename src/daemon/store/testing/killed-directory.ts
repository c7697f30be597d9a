import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../sqlite/open-database.ts';
import { filledDirectory } from './filled-directory.ts';
import { NOW_MS } from './scene.ts';
import { tempDirectory } from './temp-directory.ts';

/** Larger than a page, so that each takes some of the log. */
const NOTE = 'only in the log '.repeat(300);

/** A daemon was killed here: of so many bookings the notes, each a commit, are only in its log. */
export function killedDirectory(bookings: number): string {
  const directory = filledDirectory(bookings);
  const killed = tempDirectory();
  const db = openDatabase(directory, NOW_MS);
  const note = db.prepare('UPDATE bookings SET note = ? WHERE booking_id = ?');
  for (let id = 1; id <= bookings; id += 1) note.run(NOTE, String(id));
  for (const name of ['routa.db', 'routa.db-wal']) {
    copyFileSync(join(directory, name), join(killed, name));
  }
  db.close();
  return killed;
}

/** The same, and its log is damaged in its middle: what follows was acknowledged too. */
export function holedDirectory(bookings: number): string {
  const directory = killedDirectory(bookings);
  const log = join(directory, 'routa.db-wal');
  const bytes = readFileSync(log);
  const middle = Math.floor(bytes.length / 2);
  writeFileSync(log, bytes.fill(0x5a, middle, middle + 50));
  return directory;
}

/** How many of those notes there are. */
export function notesIn(directory: string): unknown {
  const db = openDatabase(directory, NOW_MS);
  try {
    return db.prepare('SELECT count(*) FROM bookings WHERE note = ?').pluck().get(NOTE);
  } finally {
    db.close();
  }
}
