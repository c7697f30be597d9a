import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTempDirectory, tempDirectory } from '../testing/temp-directory.ts';
import { checkLog } from './check-log.ts';
import { APPLICATION_ID } from './identity.ts';

const HEADER = 32;
const FRAME = 24 + 4_096;

/** A database whose last 20 commits are in its log only, as a process that was killed leaves it. */
let killed: { readonly db: Buffer; readonly log: Buffer };

beforeAll(() => {
  const folder = makeTempDirectory();
  const db = new Database(join(folder.path, 'routa.db'));
  db.pragma('journal_mode = WAL');
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.exec('CREATE TABLE words (word TEXT)');
  db.pragma('wal_checkpoint(RESTART)');
  const insert = db.prepare('INSERT INTO words VALUES (?)');
  for (let count = 0; count < 20; count += 1) insert.run(`${count}`.repeat(3_000));
  killed = { db: readFileSync(db.name), log: readFileSync(`${db.name}-wal`) };
  db.close();
  folder.remove();
});

/** The path of such a database, whose log was spoilt. */
function spoilt(spoil: (log: Buffer) => Buffer): string {
  const path = join(tempDirectory(), 'routa.db');
  writeFileSync(path, killed.db);
  writeFileSync(`${path}-wal`, spoil(Buffer.from(killed.log)));
  return path;
}

const frames = () => (killed.log.length - HEADER) / FRAME;

describe('a write-ahead log is taken', () => {
  it.each([
    ['as it is', (log: Buffer) => log],
    ['where it is empty', (log: Buffer) => log.subarray(0, 0)],
    ['where it has not even a header', (log: Buffer) => log.subarray(0, 20)],
    ['where it was made longer and never written', (log: Buffer) => log.fill(0)],
    ['where its last frame is torn', (log: Buffer) => log.subarray(0, log.length - 1_000)],
    ['where its last frame is garbage', (log: Buffer) => log.fill(0x5a, log.length - 1_000)],
    ['where its last commit is', (log: Buffer) => log.fill(0x5a, log.length - FRAME - 10)],
  ])('%s', (_, spoil) => {
    expect(() => checkLog(spoilt(spoil))).not.toThrow();
  });

  it('where the file beneath it is as new', () => {
    const db = new Database(join(tempDirectory(), 'routa.db'));
    db.pragma('journal_mode = WAL');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec('CREATE TABLE words (word TEXT)');
    const path = join(tempDirectory(), 'routa.db');
    for (const suffix of ['', '-wal']) cpSync(`${db.name}${suffix}`, `${path}${suffix}`);
    db.close();
    expect(() => checkLog(path)).not.toThrow();
  });

  it('where there is none', () => {
    const path = spoilt((log) => log);
    rmSync(`${path}-wal`);
    expect(() => checkLog(path)).not.toThrow();
    rmSync(path);
    expect(() => checkLog(path)).not.toThrow();
  });

  it('also after frames of an older log, and of transactions that were undone', () => {
    const db = new Database(join(tempDirectory(), 'routa.db'));
    db.pragma('journal_mode = WAL');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma('cache_size = 5');
    db.exec('CREATE TABLE words (word TEXT)');
    const insert = db.prepare('INSERT INTO words VALUES (?)');
    for (let count = 0; count < 100; count += 1) insert.run('x'.repeat(5_000));
    db.pragma('wal_checkpoint(RESTART)');
    for (const end of ['ROLLBACK', 'COMMIT', 'ROLLBACK']) {
      db.exec('BEGIN');
      for (let count = 0; count < 20; count += 1) insert.run('y'.repeat(5_000));
      db.exec(end);
      insert.run('z');
    }
    const path = join(tempDirectory(), 'routa.db');
    for (const suffix of ['', '-wal']) cpSync(`${db.name}${suffix}`, `${path}${suffix}`);
    db.close();
    expect(() => checkLog(path)).not.toThrow();
  });
});

describe('a write-ahead log is refused', () => {
  it.each([
    ['another file', (log: Buffer) => log.fill('not a log\n')],
    ['a damaged header', (log: Buffer) => log.fill(0x5a, 16, 20)],
  ])('because it is %s', (_, spoil) => {
    const path = spoilt(spoil);
    expect(() => checkLog(path)).toThrow(
      `${path}-wal: the write-ahead log is damaged at its begin`,
    );
  });

  it('because what follows a damage was acknowledged', () => {
    for (let frame = 0; frame < frames() - 8; frame += 1) {
      const at = HEADER + frame * FRAME + 2_000;
      const path = spoilt((log) => log.fill(0x5a, at, at + 1));
      expect(() => checkLog(path), `${frame}`).toThrow(
        'the write-ahead log is damaged in its middle',
      );
    }
  });

  it('because another file was put in the place of its database', () => {
    const path = spoilt((log) => log);
    writeFileSync(path, 'a note\n'.repeat(1_000));
    expect(() => checkLog(path)).toThrow('is not the database that its write-ahead log');
    rmSync(path);
    const foreign = new Database(join(tempDirectory(), 'other.db'));
    foreign.exec('CREATE TABLE notes (note TEXT)');
    foreign.close();
    cpSync(foreign.name, path);
    expect(() => checkLog(path)).toThrow('is not the database that its write-ahead log');
  });

  it.each(['missing', 'empty'])('because its database is %s', (what) => {
    const path = spoilt((log) => log);
    if (what === 'missing') rmSync(path);
    else truncateSync(path);
    expect(() => checkLog(path)).toThrow('is empty or missing beside its write-ahead log');
  });
});
