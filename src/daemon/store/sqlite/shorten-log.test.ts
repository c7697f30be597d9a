import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { tempDirectory } from '../testing/temp-directory.ts';
import { shortenLog } from './shorten-log.ts';

function open(path: string): Database.Database {
  const db = new Database(path);
  onTestFinished(() => {
    db.close();
  });
  db.pragma('journal_mode = WAL');
  return db;
}

it('moves a log into the database when it is long, and not before', () => {
  const path = join(tempDirectory(), 'some.db');
  const db = open(path);
  const shorten = shortenLog(db);
  db.exec('CREATE TABLE words (word BLOB)');
  const sizes = [500, 600, 1].map((pages) => {
    db.prepare('INSERT INTO words VALUES (zeroblob(?))').run(pages * 4_096);
    shorten();
    return { database: statSync(path).size, log: statSync(`${path}-wal`).size };
  });
  const [first, second, third] = sizes;
  expect(first?.database).toBe(4_096);
  expect(second?.database).toBeGreaterThan(1_100 * 4_096);
  // The next commit begins the log anew, in the room that it has.
  expect(third).toEqual(second);
});

it('waits for nobody who reads', () => {
  const path = join(tempDirectory(), 'some.db');
  const db = open(path);
  const shorten = shortenLog(db);
  db.exec('CREATE TABLE words (word BLOB)');
  const reader = open(path);
  reader.exec('BEGIN; SELECT count(*) FROM words');
  db.prepare('INSERT INTO words VALUES (zeroblob(?))').run(1_100 * 4_096);
  shorten();
  expect(statSync(path).size).toBeLessThan(1_100 * 4_096);
  expect(reader.prepare('SELECT count(*) FROM words').pluck().get()).toBe(0);
  reader.exec('COMMIT');
  shorten();
  expect(statSync(path).size).toBeGreaterThan(1_100 * 4_096);
});
