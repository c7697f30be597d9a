import { accessSync, constants, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.ts';
import { codeOf } from '../code-of.ts';
import { isEmptyDatabase } from '../identity.ts';
import { hasMigrations } from '../migrations.ts';
import { faultOf } from '../sqlite-fault.ts';

/** What to do where a directory has no data. */
export const NAME_DIRECTORY = 'Name the data directory with --data.';

/** Opens a database of ours that is to be copied. `hint` is for where there is none. */
export function openSource(path: string, hint: string, open: (path: string) => Database): Database {
  requireFile(path, hint);
  const db = open(path);
  try {
    requireTables(db, hint);
    return db;
  } catch (error) {
    db.close();
    throw faultOf(error, path);
  }
}

/** Refuses an empty file, and one in which nothing was made yet. */
export function requireTables(db: Database, hint: string): void {
  if (!isEmptyDatabase(db) && hasMigrations(db)) return;
  throw new StoreError('missing', `${db.name} is empty`, hint);
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
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
    return 'you have no permission to read it';
  }
}
