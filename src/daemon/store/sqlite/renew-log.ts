import { closeSync, existsSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Writes the write-ahead log that an earlier process has left once more, as it is. If a sync of it
 * failed, the system still shows the bytes that the disk does not have, and would never write them
 * by itself; what is committed after them would be lost with them.
 */
export function renewLog(db: Database): void {
  const path = `${db.name}-wal`;
  if (!existsSync(path)) return;
  // Nobody else may write meanwhile. SQLite has no locks on this file, so it may be closed again.
  db.transaction(() => rewrite(path)).immediate();
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
