import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/daemon/store/sqlite/open-database.ts';
import { filledDirectory } from '../../src/daemon/store/testing/filled-directory.ts';
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
