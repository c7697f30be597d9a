import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/daemon/store/sqlite/open-database.ts';
import { filledDirectory } from '../../src/daemon/store/testing/filled-directory.ts';
import {
  holedDirectory,
  killedDirectory,
  notesIn,
} from '../../src/daemon/store/testing/killed-directory.ts';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { effort } from '../support/effort.ts';
import { killAtLength, lengthsUpTo } from '../support/kill-at-length.ts';
import { runRouta, spawnRouta } from '../support/run-routa.ts';

const [OLD, RESTORED] = [1, 2_000];
const BACKUP_BYTES = 2_000_000;
const LENGTHS = effort({ usual: 2, long: 60 });

async function backupOf(bookings: number): Promise<string> {
  const file = join(tempDirectory(), 'backup.db');
  const data = filledDirectory(bookings, 1_000);
  expect(await runRouta(['backup', file, '--data', data])).toMatchObject({ exitCode: 0 });
  return file;
}

/** What the next start finds. It must not make an empty database in the place of a lost one. */
function bookingsIn(directory: string): unknown {
  expect(existsSync(join(directory, 'routa.db'))).toBe(true);
  const db = openDatabase(directory, 0);
  try {
    return db.prepare('SELECT count(*) FROM bookings').pluck().get();
  } finally {
    db.close();
  }
}

test.each([
  ...lengthsUpTo(BACKUP_BYTES, LENGTHS).map((bytes) => ['routa.db.restoring', bytes] as const),
  ['routa.db.replaced', 1] as const,
])('killed when %s has %i bytes, a restore has happened or not', async (name, bytes) => {
  const directory = filledDirectory(OLD);
  const args = ['restore', await backupOf(RESTORED), '--data', directory];
  await killAtLength(spawnRouta(args), join(directory, name), bytes);
  expect([OLD, RESTORED]).toContain(bookingsIn(directory));
  // And it only has to be asked for again.
  expect(await runRouta(args)).toMatchObject({ exitCode: 0 });
  expect(bookingsIn(directory)).toBe(RESTORED);
});

const script = join(import.meta.dirname, '../support/restore-until-killed.ts');

/** Dies just before this call. */
async function restoreUntil(directory: string, file: string, call: string): Promise<void> {
  const child = spawn(process.execPath, [script, directory, file, call], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
}

/** What a start finds: how many bookings and notes, or why it refuses. */
function stateOf(directory: string): unknown {
  try {
    return [notesIn(directory), bookingsIn(directory)];
  } catch (error) {
    return (error as Error).message.replace(directory, '');
  }
}

const NOTES = 20;
const HOLED = '/routa.db-wal: the write-ahead log is damaged in its middle';
const RESTORED_FEW = 2;
const LAST_CALL = 'rmSync routa.db.replacing';
const WINDOWS = [
  ['before', 'copyFileSync routa.db.replaced-wal'],
  ['before', 'linkSync routa.db.replaced'],
  ['before', 'openSync routa.db.replacing'],
  ['before', 'renameSync routa.db'],
  ['after', 'rmSync routa.db-wal'],
  ['after', 'rmSync routa.db-journal'],
  ['after', LAST_CALL],
] as const;

/** Databases that were replaced, each in a directory of its own. */
function replacedIn(directory: string): readonly string[] {
  const names = readdirSync(directory).filter((name) => /^routa\.db\.replaced(\.\d)?$/.test(name));
  return names.map((name) => {
    const home = tempDirectory();
    for (const suffix of ['', '-wal']) {
      const path = join(directory, `${name}${suffix}`);
      if (existsSync(path)) copyFileSync(path, join(home, `routa.db${suffix}`));
    }
    return home;
  });
}

describe.each([
  ['sound', killedDirectory, [NOTES, NOTES]],
  ['damaged', holedDirectory, HOLED],
] as const)('over data whose log is %s', (_, make, old) => {
  test.each(WINDOWS)('killed %s it got its place, at %s, it loses nothing', async (side, call) => {
    const directory = make(NOTES);
    const backup = await backupOf(RESTORED_FEW);
    const restored = [0, RESTORED_FEW];
    const found = side === 'before' ? old : restored;
    await restoreUntil(directory, backup, call);
    expect(stateOf(directory)).toEqual(found);
    // The first start has left no mark for the next one.
    expect(readdirSync(directory)).not.toContain('routa.db.replacing');
    expect(stateOf(directory)).toEqual(found);
    // It only has to be asked for again, and may be killed again.
    if (side === 'before') await restoreUntil(directory, backup, LAST_CALL);
    expect(stateOf(directory)).toEqual(restored);
    const states = replacedIn(directory).map(stateOf);
    expect(states).toEqual(states.map(() => old));
    expect(states).not.toHaveLength(0);
  });
});
