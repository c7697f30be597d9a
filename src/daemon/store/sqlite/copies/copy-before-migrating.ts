import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { placeFile, underFreeName } from '../durable-file.ts';
import { dropEpoch } from '../epoch.ts';
import type { FreeBytes } from '../free-space.ts';
import type { Migration } from '../migrations.ts';
import { haveSameBytes } from './have-same-bytes.ts';
import { discardCopy, makeCopy } from './make-copy.ts';

/** Copies from before migrations that are kept; each is as large as the database was then. */
const COPIES_MAX = 3;
const NAME = /^routa\.db\.before-\d{4}(\.\d+)?$/;

/**
 * Copies the database to `routa.db.before-0002` beside it and answers that path. Nothing that is
 * there is overwritten; a copy of the very same state is used again, so that a supervisor that
 * keeps trying a migration which fails does not fill the disk.
 */
export function copyBeforeMigrating(db: Database, next: Migration, freeBytes: FreeBytes): string {
  const name = `${db.name}.before-${String(next.number).padStart(4, '0')}`;
  const partial = `${name}.partial`;
  // Whoever left it was killed: the lock of the directory is ours.
  discardCopy(partial);
  makeCopy(db, partial, dropEpoch, freeBytes);
  const same = listCopies(db.name).find((path) => haveSameBytes(path, partial));
  if (same === undefined) return underFreeName(name, (free) => placeFile(partial, free));
  discardCopy(partial);
  return same;
}

/** Removes the oldest copies beyond those that are kept, never `newest`; answers their paths. */
export function pruneCopies(databasePath: string, newest: string): readonly string[] {
  const others = listCopies(databasePath).filter((path) => path !== newest);
  const surplus = others.slice(COPIES_MAX - 1);
  for (const path of surplus) rmSync(path);
  return surplus;
}

/** Newest first. */
function listCopies(databasePath: string): readonly string[] {
  const directory = dirname(databasePath);
  const names = readdirSync(directory).filter((name) => NAME.test(name));
  return names
    .map((name) => ({
      path: join(directory, name),
      madeMs: statSync(join(directory, name)).mtimeMs,
    }))
    .sort((one, other) => other.madeMs - one.madeMs)
    .map(({ path }) => path);
}
