import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/daemon/store/sqlite/open-database.ts';
import { StoreError } from '../../src/daemon/store/store-error.ts';
import { filledDirectory } from '../../src/daemon/store/testing/filled-directory.ts';
import { effort } from '../support/effort.ts';
import { killAtLength, lengthsUpTo } from '../support/kill-at-length.ts';
import { migrations } from '../support/migrate-until-killed.ts';

const script = join(import.meta.dirname, '../support/migrate-until-killed.ts');

/** Of the write-ahead log while all migrations are committed. */
const COMMIT_BYTES = 4_000_000;
/** Of the copy, without what each booking takes beside its note. */
const COPY_BYTES = 2_000_000;
const BOOKINGS = 2_000;
const NOTE_BYTES = 1_000;

function migrate(directory: string, moment = '') {
  return spawn(process.execPath, [script, directory, moment], { stdio: 'inherit' });
}

/** Opens with the old program's eyes, or else with the new one's. */
function schemaOf(directory: string): 'old' | 'new' {
  try {
    openDatabase(directory, 0).close();
    return 'old';
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: 'too_new' });
    return 'new';
  }
}

/** The next start of the new program finds or makes the new schema, with everything in it. */
function expectWhole(directory: string, schema: 'old' | 'new'): void {
  const told: string[] = [];
  const db = openDatabase(directory, 0, { migrations, tell: ({ text }) => told.push(text) });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count('bookings'), count('first_new')]).toEqual([BOOKINGS, 1_000]);
  expect(db.prepare('SELECT count(colour) FROM bookings').pluck().get()).toBe(0);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(told.length).toBe(schema === 'old' ? 2 : 0);
  db.close();
}

test.each([
  ['before the copy is made', 'old', 'told 1'],
  ['before the first migration', 'old', 'before 1'],
  ['between two migrations', 'old', 'before 2'],
  ['before the last migration', 'old', 'before 3'],
  ['after the commit', 'new', 'told 2'],
] as const)('killed %s, a database has the %s schema', async (_, schema, moment) => {
  const directory = filledDirectory(BOOKINGS, NOTE_BYTES);
  const [exitCode] = await once(migrate(directory, moment), 'exit');
  expect(exitCode).not.toBe(0);
  expect(schemaOf(directory)).toBe(schema);
  expectWhole(directory, schema);
});

const LENGTHS = effort({ usual: 2, long: 60 });
const COPY = `routa.db.before-${String(migrations.length - 2).padStart(4, '0')}.partial`;

// Whoever kills may be late: then it is another moment, or all is done.
test.each([
  ...lengthsUpTo(COPY_BYTES, LENGTHS).map((bytes) => [COPY, bytes] as const),
  ...lengthsUpTo(COMMIT_BYTES, LENGTHS).map((bytes) => ['routa.db-wal', bytes] as const),
])('killed when %s has %i bytes, it is old or new and nothing between', async (file, bytes) => {
  const directory = filledDirectory(BOOKINGS, NOTE_BYTES);
  await killAtLength(migrate(directory), join(directory, file), bytes);
  expectWhole(directory, schemaOf(directory));
});
