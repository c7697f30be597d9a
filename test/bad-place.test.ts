import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../src/daemon/store/sqlite/open-database.ts';
import { tempDirectory } from '../src/daemon/store/testing/temp-directory.ts';
import { expectFailure } from './support/expect-failure.ts';
import { processDaemon } from './support/process-daemon.ts';
import { runRouta } from './support/run-routa.ts';

/** Where a daemon cannot live: one line says why and what to do, and what was there stays. */
const FAILED = 1;

const serve = (data: string) => runRouta(['serve', '--data', data, '--port', '0', '--json']);

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The path of a sound database in a directory of its own. */
function makeDatabase(): string {
  const directory = tempDirectory();
  openDatabase(directory, 0).close();
  return join(directory, 'routa.db');
}

describe('a database is refused as it is, and stays as it is', () => {
  const damaged =
    /routa\.db: the database is damaged .*restore the last backup with `routa restore FILE`$/;

  test.each([
    {
      what: 'a page of it was overwritten',
      spoil: (file: string) => {
        writeFileSync(file, readFileSync(file).fill(0xff, 3 * 4_096, 7 * 4_096));
      },
      said: damaged,
    },
    {
      what: 'it was cut off',
      spoil: (file: string) => truncateSync(file, 50_000),
      said: damaged,
    },
    {
      what: 'it is newer than the program',
      spoil: (file: string) =>
        change(file, "INSERT INTO migrations VALUES (9999, '9999-future.sql', 'x', 1)"),
      said: /was made by a newer routa: it has the migration 9999-future.sql; run that newer/,
    },
    {
      what: 'a migration of it is another one',
      spoil: (file: string) => change(file, "UPDATE migrations SET checksum = 'x'"),
      said: /was made with another text of the migration 0001-/,
    },
  ])('because $what', async ({ spoil, said }) => {
    const file = makeDatabase();
    spoil(file);
    const before = hashOf(file);
    expectFailure(await serve(dirname(file)), FAILED, said);
    expect(hashOf(file)).toBe(before);
  });

  test("because it is another program's", async () => {
    const data = tempDirectory();
    const file = join(data, 'routa.db');
    change(file, 'CREATE TABLE wp_users (id INTEGER)');
    const before = hashOf(file);
    const said = `${file} is the database of another program`;
    const remedy = 'choose another directory with --data; this file was not touched';
    expectFailure(await serve(data), FAILED, `${said}; ${remedy}`);
    expect(hashOf(file)).toBe(before);
  });
});

function change(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

describe('a directory that cannot hold the data is refused', () => {
  test('because a file is in its place', async () => {
    // Root may write where modes forbid it, but nobody into a file.
    const file = join(tempDirectory(), 'file');
    writeFileSync(file, 'precious');
    const said = /cannot be written: a file is in the place of a directory; choose a directory of/;
    const generate = ['tokens', 'generate', '--data', file, '--role', 'rider', '--user', '7'];
    expectFailure(await serve(file), FAILED, said);
    expectFailure(await runRouta(generate), FAILED, said);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  test.runIf(process.platform === 'linux')('because nothing can be made there', async () => {
    const data = '/proc/nope/data';
    const said = /^\/proc\/nope\/data cannot be written: nothing can be made there; choose a/;
    const generate = ['tokens', 'generate', '--data', data, '--role', 'rider', '--user', '7'];
    expectFailure(await serve(data), FAILED, said);
    expectFailure(await runRouta(generate), FAILED, said);
  });

  test("because something is in the place of the operator's socket", async () => {
    const data = tempDirectory();
    mkdirSync(join(data, 'routa.sock'));
    const said = /^the operator's socket .*routa\.sock cannot be opened: .*; check what is in its/;
    expectFailure(await serve(data), FAILED, said);
  });
});

test('a second daemon on the same data is refused, and the first one goes on', async () => {
  const daemon = await processDaemon();
  const { seq } = await daemon.api.call('notify', {
    body: { role: 'rider', user_id: 7, event: 'promo', data: 1 },
  });
  const who = `another routa uses the data directory ${daemon.data} (process ${daemon.pid})`;
  const said = `${who}; stop it, or choose another`;
  expectFailure(await serve(daemon.data), FAILED, `${said} directory with --data`);

  const args = ['tokens', 'generate', '--data', daemon.data, '--role', 'rider', '--user', '7'];
  expect(await runRouta(args)).toMatchObject({ exitCode: 0 });
  await daemon.stop();
  await daemon.start();
  const { seq: next } = await daemon.api.call('notify', {
    body: { role: 'rider', user_id: 7, event: 'promo', data: 2 },
  });
  expect([seq, next]).toEqual([1, 2]);
});
