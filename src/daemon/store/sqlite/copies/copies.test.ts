import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoreError, StoreErrorCode } from '../../store-error.ts';
import { filledDirectory } from '../../testing/filled-directory.ts';
import { fresh, NOW_MS, rider, sceneOf } from '../../testing/scene.ts';
import { tempDirectory } from '../../testing/temp-directory.ts';
import { readEpoch } from '../epoch.ts';
import { lockDirectory } from '../lock.ts';
import { openDatabase, openForReading } from '../open-database.ts';
import { openSqliteStore } from '../open-store.ts';
import { createCopies } from './copies.ts';

async function open(directory: string) {
  const store = await openSqliteStore({ directory });
  onTestFinished(() => store.close());
  return store;
}

function bookingsIn(directory: string): number {
  const db = openForReading(join(directory, 'routa.db'));
  try {
    return Number(db.prepare('SELECT count(*) FROM bookings').pluck().get());
  } finally {
    db.close();
  }
}

function epochIn(directory: string): string {
  const db = openDatabase(directory, NOW_MS);
  try {
    return readEpoch(db);
  } finally {
    db.close();
  }
}

function expectRefusal(run: () => unknown, code: StoreErrorCode, words: string): void {
  try {
    run();
  } catch (error) {
    const { code: said, message, hint } = error as StoreError;
    expect([said, message, hint !== '']).toEqual([code, expect.stringContaining(words), true]);
    return;
  }
  throw new Error('expected it to be refused');
}

const backupPath = () => join(tempDirectory(), 'backup.db');

describe('a backup', () => {
  it('is one private file with everything that was committed, from a daemon at work', async () => {
    const directory = tempDirectory();
    const store = await open(directory);
    const { bookingId } = await sceneOf(store).ride();
    const file = backupPath();
    const report = createCopies(directory).backUp(file);
    expect(report).toEqual({ bookings: 1, users: expect.any(Number), bytes: statSync(file).size });
    expect(readdirSync(join(file, '..'))).toEqual(['backup.db']);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const db = openForReading(file);
    expect(db.prepare('SELECT booking_id FROM bookings').pluck().all()).toEqual([bookingId]);
    db.close();
    // The daemon's own locks are as they were.
    expectRefusal(() => lockDirectory(directory), 'locked', directory);
    await sceneOf(store).book();
  });

  it('has what a killed daemon had left in its log', () => {
    const directory = filledDirectory(1);
    const db = openDatabase(directory, NOW_MS);
    db.exec("UPDATE bookings SET note = 'only in the log'");
    const killed = tempDirectory();
    for (const name of ['routa.db', 'routa.db-wal']) {
      copyFileSync(join(directory, name), join(killed, name));
    }
    db.close();
    const file = backupPath();
    createCopies(killed).backUp(file);
    const backup = openForReading(file);
    expect(backup.prepare('SELECT note FROM bookings').pluck().get()).toBe('only in the log');
    backup.close();
  });

  it('leaves a directory in which nobody works as it was', () => {
    const directory = filledDirectory(1);
    const before = readdirSync(directory);
    createCopies(directory).backUp(backupPath());
    expect(readdirSync(directory)).toEqual([...before, 'routa.lock']);
  });

  it('never takes the place of another file', () => {
    const directory = filledDirectory(0);
    const file = backupPath();
    writeFileSync(file, 'mine');
    expectRefusal(() => createCopies(directory).backUp(file), 'exists', `${file} exists already`);
    expect([readFileSync(file, 'utf8'), readdirSync(join(file, '..'))]).toEqual([
      'mine',
      ['backup.db'],
    ]);
  });

  it('is refused while another one is made under the same name', () => {
    const directory = filledDirectory(0);
    const file = backupPath();
    writeFileSync(`${file}.partial`, 'half');
    expectRefusal(() => createCopies(directory).backUp(file), 'exists', `${file}.partial exists`);
    expect(readFileSync(`${file}.partial`, 'utf8')).toBe('half');
  });

  it('needs a place and data', () => {
    const directory = filledDirectory(0);
    const lost = join(tempDirectory(), 'no');
    const words = `${join(lost, 'where.db')} cannot be written: there is no directory ${lost}`;
    const backUp = () => createCopies(directory).backUp(join(lost, 'where.db'));
    expectRefusal(backUp, 'not_writable', words);
    writeFileSync(lost, 'a file');
    expectRefusal(backUp, 'not_writable', words);
    const empty = tempDirectory();
    expectRefusal(() => createCopies(empty).backUp(backupPath()), 'missing', 'no such file');
    writeFileSync(join(empty, 'routa.db'), '');
    expectRefusal(() => createCopies(empty).backUp(backupPath()), 'missing', 'is empty');
    alter('PRAGMA application_id = 0x726f7574')(join(empty, 'routa.db'));
    expectRefusal(() => createCopies(empty).backUp(backupPath()), 'missing', 'is empty');
  });

  it('is not made of damaged data', () => {
    const directory = filledDirectory(1);
    damage(join(directory, 'routa.db'));
    const file = backupPath();
    expectRefusal(() => createCopies(directory).backUp(file), 'corrupt', directory);
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });
});

/** Overwrites the middle of a file. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 8 * 4_096, 12 * 4_096);
  writeFileSync(path, bytes);
}

describe('restoring a backup', () => {
  it('brings back what it holds under a new epoch, and keeps what was there', async () => {
    const directory = filledDirectory(1);
    const epoch = epochIn(directory);
    const file = backupPath();
    createCopies(directory).backUp(file);
    const bytes = readFileSync(file);
    const store = await open(directory);
    await sceneOf(store).book();
    await store.close();

    const report = createCopies(directory).restore(file);
    const replaced = join(directory, 'routa.db.replaced');
    expect(report).toMatchObject({ bookings: 1, replaced, oldEpoch: epoch });
    expect(report.epoch).not.toBe(epoch);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(directory).sort()).toEqual(['routa.db', 'routa.db.replaced', 'routa.lock']);
    expect([bookingsIn(directory), epochIn(directory)]).toEqual([1, report.epoch]);

    // And back again.
    const undone = createCopies(directory).restore(replaced);
    expect(undone).toMatchObject({ bookings: 2, replaced: `${replaced}.2`, oldEpoch: epoch });
    expect(undone.epoch).not.toBe(epoch);
  });

  it('makes a private directory where there is none', () => {
    const file = backupPath();
    createCopies(filledDirectory(2)).backUp(file);
    const directory = join(tempDirectory(), 'new', 'home');
    expect(createCopies(directory).restore(file)).toMatchObject({ bookings: 2, replaced: null });
    if (process.platform !== 'win32') {
      const modes = ['', 'routa.db'].map((name) => statSync(join(directory, name)).mode & 0o777);
      expect(modes).toEqual([0o700, 0o600]);
    }
    expect(bookingsIn(directory)).toBe(2);
  });

  it('makes no directory for a backup that is not there', () => {
    const directory = join(tempDirectory(), 'new');
    expectRefusal(() => createCopies(directory).restore(backupPath()), 'missing', 'no such file');
    expect(existsSync(directory)).toBe(false);
  });

  it('leaves no log behind that would spoil it', () => {
    const file = backupPath();
    createCopies(filledDirectory(2)).backUp(file);
    const directory = filledDirectory(1);
    const db = openDatabase(directory, NOW_MS);
    db.exec("UPDATE bookings SET note = 'only in the log'");
    const killed = tempDirectory();
    for (const name of ['routa.db', 'routa.db-wal']) {
      copyFileSync(join(directory, name), join(killed, name));
    }
    db.close();
    const { replaced } = createCopies(killed).restore(file);
    expect(bookingsIn(killed)).toBe(2);
    const aside = openForReading(replaced ?? '');
    expect(aside.prepare('SELECT note FROM bookings').pluck().get()).toBe('only in the log');
    aside.close();
  });

  it('replaces data that are damaged, which may be why', () => {
    const file = backupPath();
    createCopies(filledDirectory(2)).backUp(file);
    const directory = tempDirectory();
    writeFileSync(join(directory, 'routa.db'), 'this is a note to myself\n'.repeat(100));
    writeFileSync(join(directory, 'routa.db-wal'), 'a log');
    const { replaced } = createCopies(directory).restore(file);
    expect(bookingsIn(directory)).toBe(2);
    expect(readFileSync(replaced ?? '', 'utf8')).toContain('a note to myself');
    expect(readFileSync(`${replaced}-wal`, 'utf8')).toBe('a log');
  });

  it('goes on after it was killed', () => {
    const file = backupPath();
    createCopies(filledDirectory(2)).backUp(file);
    const directory = filledDirectory(1);
    writeFileSync(join(directory, 'routa.db.restoring'), 'half');
    expect(createCopies(directory).restore(file).bookings).toBe(2);
    expect(existsSync(join(directory, 'routa.db.restoring'))).toBe(false);
  });

  it('is refused while a daemon runs, or while anybody else has the data open', async () => {
    const file = backupPath();
    const directory = filledDirectory(1);
    createCopies(directory).backUp(file);
    const store = await open(directory);
    expectRefusal(() => createCopies(directory).restore(file), 'locked', directory);
    await store.close();
    const db = openForReading(join(directory, 'routa.db'));
    db.prepare('SELECT * FROM bookings').all();
    expectRefusal(() => createCopies(directory).restore(file), 'locked', directory);
    db.close();
    expect(readdirSync(directory).filter((name) => /replaced|restoring$/.test(name))).toEqual([]);
  });

  it.each<[string, StoreErrorCode, (path: string) => unknown]>([
    ['text', 'corrupt', (path) => writeFileSync(path, 'a note to myself\n'.repeat(100))],
    ['nothing', 'missing', (path) => writeFileSync(path, '')],
    ['a directory', 'missing', (path) => mkdirSync(path)],
    ['the database of another program', 'foreign', alter('CREATE TABLE notes (x)')],
  ])('refuses %s and changes nothing', (_, code, make) => {
    const file = backupPath();
    make(file);
    expectUnchanged(file, code);
  });

  it.each<[string, StoreErrorCode, (path: string) => unknown]>([
    ['has damaged pages', 'corrupt', damage],
    ['is of another text', 'changed_migration', alter("UPDATE migrations SET checksum = 'x'")],
    ['is newer', 'too_new', alter("INSERT INTO migrations VALUES (999, '0999-x.sql', 'x', 0)")],
  ])('refuses a backup that %s and changes nothing', (_, code, spoil) => {
    const file = backupPath();
    createCopies(filledDirectory(50)).backUp(file);
    spoil(file);
    expectUnchanged(file, code);
  });
});

/** Restoring this file is refused, and the data are as before. */
function expectUnchanged(file: string, code: StoreErrorCode): void {
  const directory = filledDirectory(1);
  expectRefusal(() => createCopies(directory).restore(file), code, file);
  expect(readdirSync(directory).filter((name) => name !== 'routa.lock')).toEqual(['routa.db']);
  expect(bookingsIn(directory)).toBe(1);
}

function alter(sql: string): (path: string) => void {
  return (path) => {
    new Database(path).exec(sql).close();
  };
}

describe('adopting', () => {
  it('gives data a new epoch, each time', () => {
    const directory = filledDirectory(1);
    const epoch = epochIn(directory);
    const first = createCopies(directory).adopt();
    expect(first).toMatchObject({ oldEpoch: epoch, bookings: 1 });
    expect(first.epoch).not.toBe(epoch);
    const second = createCopies(directory).adopt();
    expect(second.oldEpoch).toBe(first.epoch);
    expect(epochIn(directory)).toBe(second.epoch);
  });

  it('loses nothing else: answers to commands and streams are still known', async () => {
    const directory = tempDirectory();
    const store = await open(directory);
    const to = rider(fresh('rider'));
    const key = { scope: 's', id: '1', hash: 'h' };
    const hello = { to, event: 'hello', data: null, nowMs: NOW_MS, key };
    await store.notify(hello);
    await store.close();
    createCopies(directory).adopt();
    const again = await open(directory);
    expect(await again.notify(hello)).toMatchObject({ seq: 1, delivery: null });
    expect(await again.streamState(to)).toMatchObject({ newestSeq: 1, ackedSeq: 0 });
  });

  it('is refused while a daemon runs, and where there is nothing or nothing of ours', async () => {
    const directory = tempDirectory();
    expectRefusal(() => createCopies(directory).adopt(), 'missing', directory);
    expect(readdirSync(directory)).toEqual([]);
    const store = await open(directory);
    expectRefusal(() => createCopies(directory).adopt(), 'locked', directory);
    await store.close();
    alter("INSERT INTO migrations VALUES (999, '0999-x.sql', 'x', 0)")(join(directory, 'routa.db'));
    expectRefusal(() => createCopies(directory).adopt(), 'too_new', '0999-x.sql');
  });
});
