import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoreError } from '../store-error.ts';
import { filledDirectory } from '../testing/filled-directory.ts';
import { NOW_MS } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { readEpoch } from './epoch.ts';
import type { FreeBytes } from './free-space.ts';
import { defineMigration, loadMigrations, type Migration } from './migrations.ts';
import { openDatabase } from './open-database.ts';

const released = loadMigrations();
const next = released.length + 1;

/** Made up, to follow those that are released; `later` counts from 0. */
function future(sql: string, later = 0): Migration {
  return defineMigration(`${String(next + later).padStart(4, '0')}-future.sql`, sql);
}
const COPY = `routa.db.before-${String(next).padStart(4, '0')}`;
const table = future('CREATE TABLE later (x INTEGER); INSERT INTO later VALUES (7);');
const broken = future('CREATE TABLE half (x); SELECT nonsense();');

interface Opening {
  readonly nowMs?: number;
  readonly freeBytes?: FreeBytes;
}

function open(
  directory: string,
  more: readonly Migration[],
  { nowMs = NOW_MS, ...rest }: Opening = {},
) {
  const told: string[] = [];
  const migrations = [...released, ...more];
  const db = openDatabase(directory, nowMs, {
    migrations,
    tell: ({ text }) => told.push(text),
    ...rest,
  });
  onTestFinished(() => {
    db.close();
  });
  return { db, told };
}

function faultOf(directory: string, more: readonly Migration[], opening?: Opening): StoreError {
  try {
    open(directory, more, opening);
  } catch (error) {
    return error as StoreError;
  }
  throw new Error('expected it to be refused');
}

/** Everything that a database says of itself, schema and rows. */
function contentOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    const schema = db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    return [schema, tables.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all()])];
  } finally {
    db.close();
  }
}

const copiesIn = (directory: string) =>
  readdirSync(directory).filter((name) => name.includes('before'));
const pathOf = (directory: string) => join(directory, 'routa.db');

describe('a new database', () => {
  it('gets all migrations at once, with name, checksum and time, and no copy', () => {
    const directory = tempDirectory();
    const { db, told } = open(directory, [table]);
    expect(db.prepare('SELECT * FROM migrations').all()).toEqual(
      [...released, table].map(({ number, name, checksum }) => ({
        number,
        name,
        checksum,
        at: NOW_MS,
      })),
    );
    expect([copiesIn(directory), told]).toEqual([[], []]);
  });

  it('is still empty after one that fails', () => {
    const directory = tempDirectory();
    expect(faultOf(directory, [broken]).message).toContain('nonsense');
    expect(contentOf(pathOf(directory))).toEqual([[], []]);
    open(directory, [table]);
  });
});

describe('a database with something in it', () => {
  it('is copied before it is migrated, and the operator is told where', () => {
    const directory = filledDirectory(1);
    const before = contentOf(pathOf(directory));
    const { db, told } = open(directory, [table], { nowMs: NOW_MS + 1 });
    expect(db.prepare('SELECT x FROM later').pluck().get()).toBe(7);
    expect(db.prepare('SELECT at FROM migrations ORDER BY number').pluck().all()).toEqual([
      ...released.map(() => NOW_MS),
      NOW_MS + 1,
    ]);
    expect(copiesIn(directory)).toEqual([COPY]);
    expect(told.at(-1)).toContain(join(directory, COPY));
    // As it was, but for the epoch: whoever puts the copy back does not go on with its numbers.
    const copy = JSON.stringify(contentOf(join(directory, COPY)));
    expect(copy.replace('copied_epoch', 'epoch')).toBe(JSON.stringify(before));
  });

  it('is not copied where nothing is to be done', () => {
    const directory = filledDirectory(1);
    expect(open(directory, []).told).toEqual([]);
    expect(copiesIn(directory)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('has a copy that nobody else can read', () => {
    const directory = filledDirectory(1);
    open(directory, [table]);
    expect(statSync(join(directory, COPY)).mode & 0o777).toBe(0o600);
  });

  it('keeps rows that refer to a table which is made anew', () => {
    const directory = filledDirectory(1);
    const rebuild = future(`
      CREATE TABLE new_timers (booking_id TEXT PRIMARY KEY REFERENCES bookings (booking_id));
      CREATE TABLE new_bookings AS SELECT * FROM bookings;
      CREATE UNIQUE INDEX new_ids ON new_bookings (booking_id);
      DROP TABLE bookings;
      ALTER TABLE new_bookings RENAME TO bookings;
    `);
    const { db } = open(directory, [rebuild]);
    expect(db.prepare('SELECT count(*) FROM transitions').pluck().get()).toBe(1);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });
});

describe('a migration that fails', () => {
  it.each([
    ['in the middle', broken, 'nonsense'],
    ['by leaving references to nothing', future('DELETE FROM bookings;'), 'refers to nothing'],
  ])('%s leaves the database as it was, and says so', (_, migration, reason) => {
    const directory = filledDirectory(1);
    const before = contentOf(pathOf(directory));
    const fault = faultOf(directory, [migration]);
    expect(contentOf(pathOf(directory))).toEqual(before);
    expect(fault.code).toBe('migration_failed');
    expect(fault.message).toContain(pathOf(directory));
    expect(fault.message).toContain(migration.name);
    expect(fault.message).toContain(reason);
    expect(fault.message).toContain('as it was before');
    expect(fault.hint).toContain(join(directory, COPY));
    expect(open(directory, []).told).toEqual([]);
  });

  it('takes those before it along: there is no schema between two releases', () => {
    const directory = filledDirectory(1);
    const before = contentOf(pathOf(directory));
    const second = future('SELECT nonsense();', 1);
    expect(faultOf(directory, [table, second]).message).toContain(second.name);
    expect(contentOf(pathOf(directory))).toEqual(before);
    open(directory, [table]);
  });

  it('is tried as often as somebody likes without filling the disk', () => {
    const directory = filledDirectory(1);
    for (let attempt = 0; attempt < 5; attempt += 1) faultOf(directory, [broken]);
    expect(copiesIn(directory)).toEqual([COPY]);
  });
});

describe('copies', () => {
  it('never overwrite an older one', () => {
    const directory = filledDirectory(1);
    faultOf(directory, [broken]);
    const first = readFileSync(join(directory, COPY));
    const { db } = open(directory, []);
    db.exec("UPDATE bookings SET note = 'since then'");
    db.close();
    open(directory, [table]);
    expect(copiesIn(directory).sort()).toEqual([COPY, `${COPY}.2`]);
    expect(readFileSync(join(directory, COPY)).equals(first)).toBe(true);
  });

  it('are kept from the last three migrations', () => {
    const directory = filledDirectory(1);
    const earlier = ['0001', '0002', '0003', '0004'].map((number) => `routa.db.before-${number}.9`);
    earlier.forEach((name, index) => {
      writeFileSync(join(directory, name), name);
      utimesSync(join(directory, name), index, index);
    });
    const { told } = open(directory, [table]);
    expect(copiesIn(directory).sort()).toEqual([...earlier.slice(2), COPY].sort());
    expect(told.join('\n')).toContain(
      `${earlier[0]}, from before an earlier migration, was removed`,
    );
  });

  it('are refused before anything is written where there is no room', () => {
    const directory = filledDirectory(1);
    const before = contentOf(pathOf(directory));
    const fault = faultOf(directory, [table], { freeBytes: () => 1_000_000 });
    expect(fault.code).toBe('full');
    expect(fault.message).toContain(`${directory} has 1 MB free, and a copy of the database needs`);
    expect([copiesIn(directory), contentOf(pathOf(directory))]).toEqual([[], before]);
  });

  it('that were not finished, because the process was killed, are made again', () => {
    const directory = filledDirectory(1);
    writeFileSync(join(directory, `${COPY}.partial`), 'half');
    open(directory, [table]);
    expect(copiesIn(directory)).toEqual([COPY]);
  });

  it('get a new epoch wherever they are put in place', () => {
    const directory = filledDirectory(1);
    const original = readEpoch(open(directory, [table]).db);
    const elsewhere = tempDirectory();
    writeFileSync(pathOf(elsewhere), readFileSync(join(directory, COPY)));
    const { db, told } = open(elsewhere, []);
    const renewed = readEpoch(db);
    expect(renewed).not.toBe(original);
    expect(told.join('\n')).toContain(`is now ${renewed} instead of ${original}`);
    db.close();
    const again = open(elsewhere, []);
    expect([readEpoch(again.db), again.told]).toEqual([renewed, []]);
  });
});
