import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import { codeOf } from './code-of.ts';
import { createPrivateFile } from './private-file.ts';
import { faultOf } from './sqlite-fault.ts';

export interface DirectoryLock {
  release(): void;
}

/**
 * One daemon per data directory. The lock is a transaction that stays open on a tiny database of
 * its own: however the process ends, the system lets go of it, and nobody has to judge a stale
 * file. Others may read who holds it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(directory, 'routa.lock');
  createPrivateFile(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0 });
    db.exec('BEGIN IMMEDIATE');
    leaveName(db);
  } catch (error) {
    const fault = refusalOf(error, directory, db);
    db?.close();
    throw fault;
  }
  const held = db;
  return { release: () => held.close() };
}

/** Null where somebody else has it. */
export function lockIfFree(directory: string): DirectoryLock | null {
  try {
    return lockDirectory(directory);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'locked') return null;
    throw error;
  }
}

/** A courtesy to whoever finds the lock taken: on a full disk it has no name. */
function leaveName(db: Database.Database): void {
  try {
    db.pragma(`user_version = ${process.pid}`);
    db.exec('COMMIT');
  } catch (error) {
    // A file that may not be written SQLite opens for reading: that locks nobody out.
    if (codeOf(error).startsWith('SQLITE_READONLY')) throw error;
    // Somebody may be reading it just now; then the transaction is still open, and is the lock.
  }
  if (!db.inTransaction) db.exec('BEGIN IMMEDIATE');
}

function refusalOf(error: unknown, directory: string, db: Database.Database | undefined) {
  const code = codeOf(error);
  if (code.startsWith('SQLITE_BUSY')) return heldElsewhere(directory, db);
  const path = join(directory, 'routa.lock');
  if (code !== 'SQLITE_NOTADB' && !code.startsWith('SQLITE_CORRUPT')) return faultOf(error, path);
  return new StoreError('corrupt', `${path} is no lock of routa`, 'Delete it; it holds no data.');
}

function heldElsewhere(directory: string, db: Database.Database | undefined): StoreError {
  const holder = db === undefined ? null : holderOf(db);
  const name = holder === null ? '' : ` (process ${holder})`;
  return new StoreError(
    'locked',
    `another routa uses the data directory ${directory}${name}`,
    'Stop it, or choose another directory with --data.',
  );
}

function holderOf(db: Database.Database): number | null {
  try {
    return Number(db.pragma('user_version', { simple: true })) || null;
  } catch {
    return null;
  }
}
