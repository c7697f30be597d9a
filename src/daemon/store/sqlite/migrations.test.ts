import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { NOW_MS } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { defineMigration, loadMigrations, type Migration } from './migrations.ts';
import { openDatabase } from './open-database.ts';

const one = defineMigration('0001-one.sql', 'CREATE TABLE one (x);');
const two = defineMigration('0002-two.sql', 'CREATE TABLE two (x);');

function open(directory: string, migrations: readonly Migration[], nowMs = NOW_MS) {
  const db = openDatabase(directory, nowMs, migrations);
  onTestFinished(() => {
    db.close();
  });
  return db;
}
const applied = (db: ReturnType<typeof open>) => db.prepare('SELECT * FROM migrations').all();
const tables = (db: ReturnType<typeof open>) =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();

it('records each migration with its name, checksum and time', () => {
  const db = open(tempDirectory(), [one]);
  const { name, checksum } = one;
  expect(applied(db)).toEqual([{ number: 1, name, checksum, at: NOW_MS }]);
  expect(checksum).toMatch(/^[0-9a-f]{64}$/);
});

it('applies only what is new', () => {
  const directory = tempDirectory();
  open(directory, [one]).close();
  const db = open(directory, [one, two], NOW_MS + 1);
  expect(applied(db)).toMatchObject([
    { number: 1, at: NOW_MS },
    { number: 2, at: NOW_MS + 1 },
  ]);
});

it('leaves nothing of a migration that fails, and keeps those before it', () => {
  const directory = tempDirectory();
  const bad = defineMigration('0002-bad.sql', 'CREATE TABLE bad (x); SELECT nonsense();');
  expect(() => openDatabase(directory, NOW_MS, [one, bad])).toThrow(/nonsense/);
  expect(tables(open(directory, [one, two]))).toEqual(['migrations', 'one', 'two']);
});

it('does not care how lines end, so that a checkout on Windows is the same program', () => {
  const [unix, windows] = [tempDirectory(), tempDirectory()];
  writeFileSync(join(unix, '0001-one.sql'), 'CREATE TABLE one (\n  x\n);\n');
  writeFileSync(join(windows, '0001-one.sql'), 'CREATE TABLE one (\r\n  x\r\n);\r\n');
  writeFileSync(join(windows, 'README.md'), 'not a migration');
  const load = (directory: string) => loadMigrations(pathToFileURL(`${directory}/`));
  expect(load(windows)).toEqual(load(unix));
});

it('numbers its own migrations from 1 without gaps', () => {
  const numbers = loadMigrations().map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});
