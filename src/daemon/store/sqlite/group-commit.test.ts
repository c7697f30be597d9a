import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../clock/index.ts';
import { groupCommit, runCalls } from './group-commit.ts';
import type { Call } from './thread-messages.ts';

let db: Database.Database;
let run: ReturnType<typeof groupCommit>;

beforeEach(() => {
  db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.exec(`CREATE TABLE words (word TEXT PRIMARY KEY);
    CREATE TABLE pairs (word TEXT REFERENCES words (word) DEFERRABLE INITIALLY DEFERRED)`);
  const insert = db.prepare<[string]>('INSERT INTO words (word) VALUES (?)');
  const pair = db.prepare<[string]>('INSERT INTO pairs (word) VALUES (?)');
  const operations = {
    add: (word: string) => insert.run(word).changes,
    addThenFail: (word: string) => {
      insert.run(word);
      throw new Error('no');
    },
    /** Found out by the database at the commit, not before. */
    addPair: (word: string) => pair.run(word).changes,
    giveUp: () => db.exec('ROLLBACK'),
    failToSync: () => {
      throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
    },
  };
  run = groupCommit(db, operations, new ManualClock());
});

const call = (method: string, ...parameters: unknown[]): Call => ({ method, parameters });
const words = () => db.prepare('SELECT word FROM words ORDER BY word').pluck().all();

describe('a group commit', () => {
  it('answers each call in its place', () => {
    const { replies } = run([call('add', 'a'), call('add', 'b')]);
    expect(replies).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ]);
    expect(words()).toEqual(['a', 'b']);
  });

  it('undoes what fails alone', () => {
    const calls = [call('add', 'a'), call('addThenFail', 'b'), call('add', 'a'), call('add', 'c')];
    const { replies } = run(calls);
    expect(replies.map(({ ok }) => ok)).toEqual([true, false, false, true]);
    expect(words()).toEqual(['a', 'c']);
  });

  it('fails all of the batch when the commit fails, and goes on with the next', () => {
    const { replies } = run([call('add', 'a'), call('addPair', 'nobody'), call('add', 'b')]);
    expect(replies.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(replies[0]).toMatchObject({ fault: { code: 'failed' } });
    expect(words()).toEqual([]);

    expect(run([call('add', 'a')]).replies).toEqual([{ ok: true, value: 1 }]);
    expect(words()).toEqual(['a']);
  });

  it('fails all of the batch when the transaction is lost on the way', () => {
    const { replies } = run([call('add', 'a'), call('giveUp'), call('add', 'b')]);
    expect(replies.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(words()).toEqual([]);
    expect(run([call('add', 'b')]).replies).toEqual([{ ok: true, value: 1 }]);
  });

  it('answers nobody when a sync has failed, and leaves it to a new start to look', () => {
    expect(() => run([call('add', 'a'), call('failToSync'), call('add', 'b')])).toThrow(
      expect.objectContaining({ name: 'StoreError', code: 'failed' }),
    );
    expect(db.inTransaction).toBe(false);
    expect(words()).toEqual([]);
  });

  it('says that the disk is full, and works again once there is room', () => {
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${pages}`);
    const long = 'x'.repeat(20_000);
    expect(run([call('add', long)]).replies).toMatchObject([
      { ok: false, fault: { code: 'full', hint: expect.stringContaining('room') } },
    ]);
    db.pragma(`max_page_count = ${pages + 100}`);
    expect(run([call('add', long)]).replies).toMatchObject([{ ok: true }]);
  });

  it('refuses an operation that it does not have', () => {
    expect(run([call('drop')]).replies).toMatchObject([{ ok: false }]);
    expect(runCalls({})([call('drop')]).replies).toMatchObject([{ ok: false }]);
  });
});
