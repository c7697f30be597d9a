import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Tell } from '../notice.ts';
import { checkLog } from './check-log.ts';
import { checkPages } from './check-pages.ts';
import { settleEpoch } from './epoch.ts';
import { type FreeBytes, freeBytesOf } from './free-space.ts';
import { isEmptyDatabase } from './identity.ts';
import { loadMigrations, type Migration, pendingMigrations } from './migrations.ts';
import { createPrivateFile } from './private-file.ts';
import { renewLog } from './renew-log.ts';
import { settleReplacement } from './replacement.ts';
import { faultOf } from './sqlite-fault.ts';
import { syncNames } from './sync-names.ts';
import { upgradeDatabase } from './upgrade-database.ts';
import { BUSY_TIMEOUT_MS } from './wait-for-lock.ts';

/** Pages that the writer keeps in memory; it takes them only as the database grows. */
const CACHE_KIB_MAX = 65_536;
/** A larger file is not read through at each start; `PRAGMA quick_check` does it by hand. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024;

interface OpenOptions {
  readonly migrations?: readonly Migration[];
  readonly tell?: Tell;
  readonly freeBytes?: FreeBytes;
}

export function databasePath(directory: string): string {
  return join(directory, 'routa.db');
}

/** Opens the database of a directory for the one writer, creating or upgrading it. */
export function openDatabase(
  directory: string,
  nowMs: number,
  { migrations = loadMigrations(), tell = () => {}, freeBytes = freeBytesOf }: OpenOptions = {},
): Database.Database {
  const path = databasePath(directory);
  settleReplacement(path);
  checkLog(path);
  createPrivateFile(path);
  lookInto(path, migrations);
  return openWith(path, {}, (db) => {
    prepare(db);
    upgradeDatabase(db, { migrations, nowMs, tell, freeBytes });
    settleEpoch(db, tell);
    syncNames(directory);
  });
}

/** The same for a database that must be there, and that keeps its schema. */
export function openExisting(directory: string): Database.Database {
  const path = databasePath(directory);
  lookInto(path, loadMigrations());
  return openWith(path, { fileMustExist: true }, prepare);
}

/** A connection that only reads, beside the writer's; sees each commit as soon as it is made. */
export function openForReading(path: string): Database.Database {
  return openWith(path, { readonly: true }, () => {});
}

/**
 * Also for reading, where perhaps nobody else has it open. Whoever closes a database as the last
 * one moves its log into the file, unless it was opened for reading only: then all stays as it is.
 */
export function openBeside(
  path: string,
  make: (db: Database.Database) => void = () => {},
): Database.Database {
  // A journal is there only from before the first use of the log, and reading has to undo it.
  const readonly = !existsSync(`${path}-journal`);
  return openWith(path, { readonly, fileMustExist: true }, make);
}

/** Has SQLite take away an empty log, as reading leaves one. Only with the directory locked. */
export function tidyLog(path: string): void {
  if (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size !== 0) return;
  openWith(path, { fileMustExist: true }, isEmptyDatabase).close();
}

function openWith(
  path: string,
  options: Database.Options,
  make: (db: Database.Database) => unknown,
): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { ...options, timeout: BUSY_TIMEOUT_MS });
    make(db);
    return db;
  } catch (error) {
    db?.close();
    throw faultOf(error, path);
  }
}

/** A file that is refused stays as it is, and so does its write-ahead log. */
function lookInto(path: string, migrations: readonly Migration[]): void {
  const db = openBeside(path, (found) => {
    if (isEmptyDatabase(found)) return;
    if (statSync(path).size <= CHECKED_BYTES_MAX) checkPages(found);
    pendingMigrations(found, migrations);
  });
  db.close();
}

function prepare(db: Database.Database): void {
  configure(db);
  // A file that may not be written SQLite opens nevertheless, and even begins to write.
  db.exec('BEGIN IMMEDIATE; PRAGMA user_version = 1; ROLLBACK');
  renewLog(db);
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
