import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import { createPrivateFile } from './private-file.ts';
import { faultOf } from './sqlite-fault.ts';

export interface DirectoryLock {
  release(): void;
}

/**
 * One daemon per data directory. The lock is a transaction that stays open on a tiny database of
 * its own: however the process ends, the system lets go of it, and nobody has to judge a stale
 * file.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(directory, 'routa.lock');
  createPrivateFile(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw isBusy(error) ? heldElsewhere(directory) : faultOf(error, path);
  }
  const held = db;
  return { release: () => held.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function heldElsewhere(directory: string): StoreError {
  return new StoreError(
    'locked',
    `another routa uses the data directory ${directory}`,
    'Stop it, or choose another directory with --data.',
  );
}
