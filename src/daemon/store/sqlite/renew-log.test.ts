import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { tempDirectory } from '../testing/temp-directory.ts';
import { renewLog } from './renew-log.ts';

let path: string;

beforeEach(() => {
  path = join(tempDirectory(), 'some.db');
});

function open(): Database.Database {
  const db = new Database(path, { timeout: 0 });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** As it is after `kill -9`: what was committed stands in the log only. */
function openWithLog(): Database.Database {
  const db = open();
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE words (word TEXT)');
  db.exec("INSERT INTO words VALUES (replace(hex(zeroblob(2000000)), '0', 'x'))");
  return db;
}

it('writes the whole log once more, as it was', () => {
  openWithLog();
  const log = `${path}-wal`;
  const before = readFileSync(log);
  utimesSync(log, 0, 0);
  const db = open();
  renewLog(db);
  expect(statSync(log).mtimeMs).toBeGreaterThan(0);
  expect(readFileSync(log).equals(before)).toBe(true);
  expect(db.prepare('SELECT length(word) FROM words').pluck().get()).toBe(4_000_000);
});

it('does not come between a writer and its log', () => {
  openWithLog().exec('BEGIN IMMEDIATE');
  const db = open();
  expect(() => renewLog(db)).toThrow('locked');
});

it('makes no log where there is none', () => {
  const db = open();
  renewLog(db);
  expect(existsSync(`${path}-wal`)).toBe(false);
});
