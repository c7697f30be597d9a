import { existsSync, readFileSync, statSync } from 'node:fs';
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

/** That the log is written once more is proven with disks that lose it, in `test/proofs`. */
it('moves everything that is in the log into the database', () => {
  openWithLog();
  const db = open();
  renewLog(db);
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(db.prepare('SELECT length(word) FROM words').pluck().get()).toBe(4_000_000);
});

it('leaves in the log what somebody still reads', () => {
  const reader = openWithLog();
  reader.exec('BEGIN; SELECT count(*) FROM words');
  reader.pragma('query_only = ON');
  const log = readFileSync(`${path}-wal`);
  renewLog(open());
  expect(readFileSync(`${path}-wal`).equals(log)).toBe(true);
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
