import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import { loadMigrations, type Migration, migrate } from './migrations.ts';
import { createPrivateFile } from './private-file.ts';
import { faultOf } from './sqlite-fault.ts';

/** In the file's header; `file` and other programs can tell by it whose it is: "rout". */
const APPLICATION_ID = 0x726f7574;
/** Somebody else's statement, such as that of a backup, may take this long. */
const BUSY_TIMEOUT_MS = 5_000;
/** Pages that the writer keeps in memory; it takes them only as the database grows. */
const CACHE_KIB_MAX = 65_536;
/** A larger file is not read through at each start; `PRAGMA quick_check` does it by hand. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024;

function databasePath(directory: string): string {
  return join(directory, 'routa.db');
}

/** Opens the database of a directory for the one writer, creating or upgrading it. */
export function openDatabase(
  directory: string,
  nowMs: number,
  migrations: readonly Migration[] = loadMigrations(),
): Database.Database {
  const path = databasePath(directory);
  createPrivateFile(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    // Before the first write: a file that is not ours stays as it is.
    const isNew = identify(db);
    if (!isNew) checkPages(db);
    configure(db);
    if (isNew) claim(db);
    migrate(db, migrations, nowMs);
    return db;
  } catch (error) {
    db?.close();
    throw faultOf(error, path);
  }
}

/** A connection that only reads, beside the writer's; sees each commit as soon as it is made. */
export function openForReading(directory: string): Database.Database {
  const path = databasePath(directory);
  try {
    return new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw faultOf(error, path);
  }
}

/** The history of sequence numbers that this database holds; made up at the first opening. */
export function readEpoch(db: Database.Database): string {
  db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?)").run(
    randomBytes(8).toString('hex'),
  );
  const row = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'epoch'").get();
  if (row === undefined) throw new Error('the epoch is missing');
  return row.value;
}

/** True for an empty file. A file of another program is refused. */
function identify(db: Database.Database): boolean {
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

function checkPages(db: Database.Database): void {
  if (statSync(db.name).size > CHECKED_BYTES_MAX) return;
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict === 'ok') return;
  throw new Database.SqliteError(String(verdict).split('\n').join(' '), 'SQLITE_CORRUPT');
}

function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  // Not NORMAL: there a power cut may take what was acknowledged.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // Savepoints copy pages aside: in memory, or it is a write to a temporary file for each call.
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = ${-CACHE_KIB_MAX}`);
}

/** In one transaction, so that a file is either empty or ours. */
function claim(db: Database.Database): void {
  db.transaction(() => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec(`CREATE TABLE migrations (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      checksum TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT`);
  }).immediate();
}
