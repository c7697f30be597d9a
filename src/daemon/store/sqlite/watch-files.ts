import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import { rescue } from './rescue.ts';

const NOWHERE = 'nowhere';

/**
 * Answers a look at the files of an open database, which throws where one of them has been deleted,
 * moved or replaced: what is written then is in a file without a name, and gone with the process.
 * They are only looked at. To open and close one would drop the locks that this process holds.
 */
export function watchFiles(db: Database): () => void {
  const { name } = db;
  const paths = [name, `${name}-wal`, `${name}-shm`, join(dirname(name), 'routa.lock')];
  const watched = paths
    .map((path) => ({ path, identity: identityOf(path) }))
    .filter(({ identity }) => identity !== null && identity !== NOWHERE);
  return () => {
    const lost = watched.find(({ path, identity }) => {
      const now = identityOf(path);
      return now !== null && now !== identity;
    });
    if (lost === undefined) return;
    const { path } = lost;
    const hint = rescue(db, path);
    throw new StoreError('failed', `${path} was deleted or replaced under the daemon`, hint);
  };
}

/** Null where it cannot be known: a directory that may not be looked into keeps what is open. */
function identityOf(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? NOWHERE : `${found.dev} ${found.ino}`;
  } catch {
    return null;
  }
}
