import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../clock/index.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { groupCommit } from './group-commit.ts';
import { waitForLockOnce } from './wait-for-lock.ts';

it('is patient again once the lock is gone', () => {
  const path = join(tempDirectory(), 'words.db');
  const open = (timeout: number) => {
    const db = new Database(path, { timeout });
    onTestFinished(() => {
      db.close();
    });
    return db;
  };
  const [db, other] = [open(1), open(0)];
  db.exec('CREATE TABLE words (word TEXT)');
  const insert = db.prepare<[string]>('INSERT INTO words VALUES (?)');
  const operations = { add: (word: string) => insert.run(word).changes };
  const commit = waitForLockOnce(db, groupCommit(db, operations, systemClock));
  const add = () => commit([{ method: 'add', parameters: ['a'] }]).replies;
  const timeoutMs = () => db.pragma('busy_timeout', { simple: true });

  other.exec('BEGIN IMMEDIATE');
  expect(add()).toMatchObject([{ ok: false, fault: { code: 'locked' } }]);
  expect(timeoutMs()).toBe(250);
  expect(add()).toMatchObject([{ ok: false, fault: { code: 'locked' } }]);
  other.exec('COMMIT');
  expect(add()).toEqual([{ ok: true, value: 1 }]);
  expect(timeoutMs()).toBe(5_000);
});
