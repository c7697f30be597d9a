import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, Statement } from 'better-sqlite3';
import { lockDirectory } from '../../../src/daemon/store/sqlite/lock.ts';
import { openDatabase } from '../../../src/daemon/store/sqlite/open-database.ts';
import { createPrivateDirectory } from '../../../src/daemon/store/sqlite/private-file.ts';
import { DATA_PATH, type Remains, restoreImage } from './image.ts';
import type { Answered, Look } from './promises.ts';

/** In memory, if possible: an image is looked at once, and its disk is simulated. */
const PLACE_OF_IMAGES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * Puts back what a power cut has left, opens it as the writer's thread does at a start, and answers
 * what is wrong: nothing, in the best case.
 */
export function faultsIn({ image, promises }: Remains): string[] {
  const folder = mkdtempSync(join(PLACE_OF_IMAGES, 'routa-image-'));
  try {
    restoreImage(image, folder);
    const directory = join(folder, DATA_PATH);
    createPrivateDirectory(directory);
    const lock = lockDirectory(directory);
    const db = openDatabase(directory, 0);
    const faults = [...damages(db), ...brokenPromises(db, promises)];
    db.close();
    lock.release();
    return faults;
  } catch (error) {
    return [`it does not open: ${error}`];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function damages(db: Database): string[] {
  const verdict = db.pragma('integrity_check', { simple: true });
  const strays = db.pragma('foreign_key_check') as unknown[];
  return [
    ...(verdict === 'ok' ? [] : [`it is damaged: ${verdict}`]),
    ...strays.map((stray) => `it refers to nothing: ${JSON.stringify(stray)}`),
  ];
}

function brokenPromises(db: Database, promises: readonly Answered[]): string[] {
  const look = lookInto(db);
  const broken = promises.filter(({ isKept }) => !isKept(look));
  return broken.map(({ kind, text }) => `${kind} is gone, after ${text.slice(0, 200)}`);
}

function lookInto(db: Database): Look {
  const statements = new Map<string, Statement>();
  return (sql, values) => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement.get(...values) !== undefined;
  };
}
