import type { Database } from 'better-sqlite3';
import { StoreError } from '../store-error.ts';

/** In the file's header; `file` and other programs can tell by it whose it is: "rout". */
export const APPLICATION_ID = 0x726f7574;

/** True for an empty file. A file of another program is refused. */
export function isEmptyDatabase(db: Database): boolean {
  const id = db.pragma('application_id', { simple: true });
  if (id === APPLICATION_ID) return false;
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id === 0 && tables === 0) return true;
  throw new StoreError(
    'foreign',
    `${db.name} is the database of another program`,
    'Choose another directory with --data; this file was not touched.',
  );
}

/** To be called in the transaction of the first tables, so that a file is either empty or ours. */
export function claimDatabase(db: Database): void {
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.exec(`CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT`);
}
