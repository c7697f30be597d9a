import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../store.ts';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import { fresh, NOW_MS, rider, sceneOf, succeed } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { loadMigrations } from './migrations.ts';
import { openSqliteStore } from './open-store.ts';

async function open(directory: string, queuedMax?: number): Promise<Store> {
  const store = await openSqliteStore(
    queuedMax === undefined ? { directory } : { directory, queuedMax: () => queuedMax },
  );
  onTestFinished(() => store.close());
  return store;
}

/** The `StoreError` with which something fails: one line that says where, and one what to do. */
async function faultOf(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error(`expected a StoreError, got ${error}`);
  expect(error.message).not.toContain('\n');
  return error;
}

async function expectRefusal(directory: string, code: StoreErrorCode): Promise<StoreError> {
  const fault = await faultOf(openSqliteStore({ directory }));
  expect(fault.code, fault.message).toBe(code);
  expect(fault.message).toContain(directory);
  expect(fault.hint).not.toBe('');
  return fault;
}

/** A database of its own that was opened, changed and closed. */
async function closedDatabase(change?: (db: Database.Database) => void): Promise<string> {
  const directory = tempDirectory();
  const store = await openSqliteStore({ directory });
  await sceneOf(store).book();
  await store.close();
  if (change === undefined) return directory;
  const db = new Database(join(directory, 'routa.db'));
  change(db);
  db.close();
  return directory;
}

describe('opening', () => {
  // Windows has no such modes: there the user's own directory is what keeps others out.
  const itHasModes = it.skipIf(process.platform === 'win32');
  itHasModes('makes a directory and files that nobody else can read', async () => {
    const directory = join(tempDirectory(), 'deep', 'data');
    await open(directory);
    const modes = ['', 'routa.db', 'routa.db-wal', 'routa.lock'].map(
      (name) => statSync(join(directory, name)).mode & 0o777,
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(['700', '600', '600', '600']);
  });

  it('keeps everything, and its epoch, from one opening to the next', async () => {
    const directory = tempDirectory();
    const first = await open(directory);
    const { bookingId, riderId } = await sceneOf(first).ride();
    const before = [await first.booking(bookingId), await first.transitions(bookingId)];
    await first.close();

    const second = await open(directory);
    expect(second.epoch).toBe(first.epoch);
    expect([await second.booking(bookingId), await second.transitions(bookingId)]).toEqual(before);
    expect(await second.streamState(rider(riderId))).toMatchObject({ newestSeq: 3 });
  });

  it('gives each database an epoch of its own', async () => {
    const [one, two] = [await open(tempDirectory()), await open(tempDirectory())];
    expect(one.epoch).not.toBe(two.epoch);
  });

  it('refuses a second opening of the same directory, and names it', async () => {
    const directory = tempDirectory();
    const store = await open(directory);
    await expectRefusal(directory, 'locked');
    // The refused one has not taken the lock away from the first one either.
    await expectRefusal(directory, 'locked');
    succeed(await sceneOf(store).request(fresh('booking'), fresh('rider')));
    await store.close();
    await open(directory);
  });

  it('refuses a file in the place of the directory', async () => {
    const directory = join(tempDirectory(), 'data');
    writeFileSync(directory, '');
    await expectRefusal(directory, 'not_writable');
    await expectRefusal(join(directory, 'inside'), 'not_writable');
  });

  it('refuses a directory in the place of the file', async () => {
    const directory = tempDirectory();
    mkdirSync(join(directory, 'routa.db'));
    await expectRefusal(directory, 'not_writable');
  });
});

describe('a file that is no database of ours', () => {
  it.each([
    ['text', 'this is a note to myself\n'.repeat(100)],
    ['half a page', 'SQLite format 3\0'.padEnd(2_000, '\0')],
  ])('refuses %s and leaves it as it is', async (_, content) => {
    const directory = tempDirectory();
    const path = join(directory, 'routa.db');
    writeFileSync(path, content);
    await expectRefusal(directory, 'corrupt');
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('refuses the database of another program and leaves it as it is', async () => {
    const directory = tempDirectory();
    const path = join(directory, 'routa.db');
    const db = new Database(path);
    db.exec('CREATE TABLE notes (text TEXT)');
    db.close();
    const before = readFileSync(path);
    await expectRefusal(directory, 'foreign');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses a database with damaged pages', async () => {
    const directory = await closedDatabase();
    const path = join(directory, 'routa.db');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8 * 4_096, 12 * 4_096);
    writeFileSync(path, bytes);
    await expectRefusal(directory, 'corrupt');
  });
});

describe('a schema of another program version', () => {
  const last = loadMigrations().at(-1);
  const next = (last?.number ?? 0) + 1;

  it('refuses a database of a newer program, and names what it does not know', async () => {
    const insert = `INSERT INTO migrations VALUES (${next}, '${next}-far-future.sql', 'x', 0)`;
    const directory = await closedDatabase((db) => db.exec(insert));
    const fault = await expectRefusal(directory, 'too_new');
    expect(fault.message).toContain('far-future');
  });

  it('refuses a database that was made with another text of a migration', async () => {
    const directory = await closedDatabase((db) =>
      db.exec("UPDATE migrations SET checksum = 'x' WHERE number = 1"),
    );
    const fault = await expectRefusal(directory, 'changed_migration');
    expect(fault.message).toContain('0001-');
  });
});

describe('calls', () => {
  it('refuses those beyond the queue, and serves those within', async () => {
    const store = await open(tempDirectory(), 3);
    const call = () => store.notify({ to: rider('1'), event: 'hello', data: null, nowMs: NOW_MS });
    const results = await Promise.allSettled(Array.from({ length: 5 }, call));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    const rejected = results.find((result) => result.status === 'rejected');
    expect(rejected?.reason).toMatchObject({ name: 'StoreError', code: 'overloaded' });
    expect(await call()).toMatchObject({ seq: 4 });
    expect(store.load().queued).toBe(0);
  });

  it('finishes what waits before it closes, and then refuses', async () => {
    const directory = tempDirectory();
    const store = await open(directory);
    const calls = Array.from({ length: 2_000 }, () =>
      store.notify({ to: rider('1'), event: 'hello', data: null, nowMs: NOW_MS }),
    );
    await Promise.all([store.close(), store.close()]);
    expect((await Promise.all(calls)).at(-1)).toMatchObject({ seq: 2_000 });
    expect((await faultOf(store.booking('1'))).code).toBe('closed');
    expect((await faultOf(store.acknowledgeAll([]))).code).toBe('closed');
  });

  it('lets one call fail by a fault without failing its neighbours', async () => {
    const store = await open(tempDirectory());
    const { request } = sceneOf(store);
    const broken = { nowMs: Number.NaN };
    const results = await Promise.allSettled([
      request('a', 'a'),
      request('b', 'b', broken),
      request('c', 'c'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.booking('b')).toBeNull();
    expect((await store.bookings({ limit: 10 })).map(({ bookingId }) => bookingId)).toEqual([
      'c',
      'a',
    ]);
  });
});
