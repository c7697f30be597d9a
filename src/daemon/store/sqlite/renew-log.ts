import { closeSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { isFailedSync } from './sqlite-fault.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Makes sure of the write-ahead log that an earlier process has left, and empties it. If a sync of
 * it failed, the system still shows bytes that the disk does not have, and would never write them
 * by itself; what is committed after them would be lost with them. So it is written once more as it
 * is, before anything is moved into the database.
 */
export function renewLog(db: Database): void {
  const path = `${db.name}-wal`;
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  // Nobody else may write meanwhile. SQLite has no locks on this file, so it may be closed again.
  db.transaction(() => rewrite(path)).immediate();
  emptyLog(db);
}

function rewrite(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let position = 0; ; ) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, position);
      if (length === 0) break;
      position += writeSync(file, chunk, 0, length, position);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Behind its end may stand the rest of commits that a power cut has torn. New ones would come to
 * stand before them, and then nobody could tell such a rest from a hole in what was acknowledged.
 */
function emptyLog(db: Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // On a full disk, say, the log stays as it is.
    if (isFailedSync(error)) throw error;
  }
}
