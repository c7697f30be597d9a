import { accessSync, constants, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.ts';
import { isEmptyDatabase } from '../identity.ts';
import { openForReading } from '../open-database.ts';
import { faultOf } from '../sqlite-fault.ts';

/**
 * Opens a database of ours that is to be copied, for reading, so that a daemon may run beside it.
 * `hint` is for where there is none.
 */
export function openSource(path: string, hint: string): Database {
  requireFile(path, hint);
  const db = openForReading(path);
  try {
    if (!isEmptyDatabase(db)) return db;
    throw new StoreError('missing', `${path} is empty`, hint);
  } catch (error) {
    db.close();
    throw faultOf(error, path);
  }
}

/** Looks without opening it: a daemon in this process may hold locks on it. */
export function requireFile(path: string, hint: string): void {
  const reason = reasonAgainst(path);
  if (reason !== null) throw new StoreError('missing', `${path}: ${reason}`, hint);
}

function reasonAgainst(path: string): string | null {
  try {
    if (statSync(path).isDirectory()) return 'this is a directory';
    accessSync(path, constants.R_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
    return 'you have no permission to read it';
  }
}
