import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { runRouta } from '../support/run-routa.ts';
import { fingerprints, KilledDaemon } from './bad-ground/killed-daemon.ts';

const FAILED = 1;
const killed = new KilledDaemon();

beforeAll(() => killed.make());
afterAll(() => killed.remove());

interface Case {
  readonly what: string;
  readonly spoil: (database: string, log: string) => void;
  readonly said: RegExp;
  /** Somebody may want to go on with a part of it. */
  readonly isReadable?: true;
}

const restore = /restore the last backup with `routa restore FILE`/.source;
const damaged = new RegExp(`^/.*/routa\\.db: the database is damaged .*; .*${restore}$`);
const other = new RegExp(`routa\\.db is not the database that its write-ahead .*; .*${restore}$`);
const lonely = new RegExp(`routa\\.db is empty or missing beside .*routa\\.db-wal; .*${restore}$`);

const WRONG_PAGES: readonly Case[] = [
  {
    what: 'pages in its middle were overwritten',
    spoil: (file) => overwrite(file, 5 * 4_096, 4 * 4_096),
    said: damaged,
  },
  { what: 'it was cut off', spoil: (file) => truncateSync(file, 50_000), said: damaged },
  {
    what: 'its header and its log are garbage',
    spoil: (file, log) => {
      overwrite(file, 0, 100);
      rmSync(log);
    },
    said: damaged,
  },
];

const WRONG_LOG: readonly Case[] = [
  {
    what: 'it is a text',
    spoil: (file) => writeFileSync(file, 'a note\n'.repeat(1_000)),
    said: other,
  },
  {
    what: "another program's was put in its place",
    spoil: (file) => {
      rmSync(file);
      const foreign = new Database(`${file}.new`);
      foreign.exec('CREATE TABLE wp_users (id INTEGER)');
      foreign.close();
      writeFileSync(file, readFileSync(`${file}.new`));
    },
    said: other,
  },
  {
    what: 'its log is garbage',
    spoil: (_, log) => writeFileSync(log, Buffer.alloc(50_000, 0x5a)),
    said: new RegExp(
      `routa\\.db-wal: the write-ahead log is damaged at its beginning; .*${restore}`,
    ),
    isReadable: true,
  },
  {
    what: 'its log has a hole',
    spoil: (_, log) => overwrite(log, Math.floor(statSync(log).size / 2), 100),
    said: new RegExp(`routa\\.db-wal: the write-ahead log is damaged in its middle; .*${restore}`),
    isReadable: true,
  },
  { what: 'it is missing, but for its log', spoil: (file) => rmSync(file), said: lonely },
  { what: 'it was emptied, but for its log', spoil: (file) => truncateSync(file), said: lonely },
];

const DIRECTORIES: readonly Case[] = [
  {
    what: 'a directory is in its place',
    spoil: (file, log) => {
      rmSync(file);
      rmSync(log);
      mkdirSync(file);
    },
    said: /routa\.db cannot be written: a directory is in the place of the file; choose /,
  },
  {
    what: 'a directory is in the place of its log',
    spoil: (_, log) => {
      rmSync(log);
      mkdirSync(log);
    },
    said: /routa\.db: the database cannot be opened .*; check the owner and the mode of the data/,
  },
];

const REFUSED = [...WRONG_PAGES, ...WRONG_LOG, ...DIRECTORIES];

function overwrite(file: string, at: number, length: number): void {
  writeFileSync(file, readFileSync(file).fill(0x5a, at, at + length));
}

const serve = (data: string) => runRouta(['serve', '--data', data, '--port', '0', '--json']);

describe('a database of a daemon that was killed is refused, and stays as it is', () => {
  test.each(REFUSED)('because $what', async ({ spoil, said }) => {
    const data = killed.copy();
    spoil(join(data, 'routa.db'), join(data, 'routa.db-wal'));
    const before = fingerprints(data);
    expectFailure(await serve(data), FAILED, said);
    expect(fingerprints(data)).toEqual(before);
  });

  test.each(REFUSED)('also by a backup, because $what', async ({ spoil }) => {
    const data = killed.copy();
    spoil(join(data, 'routa.db'), join(data, 'routa.db-wal'));
    const before = fingerprints(data);
    const place = tempDirectory();
    expectFailure(await runRouta(['backup', place, '--data', data]), FAILED, /./);
    expect(readdirSync(place)).toEqual([]);
    expect(fingerprints(data)).toEqual(before);
  });

  test.each(REFUSED.filter(({ isReadable }) => isReadable !== true))(
    'also where it is to be adopted, because $what',
    async ({ spoil }) => {
      const data = killed.copy();
      spoil(join(data, 'routa.db'), join(data, 'routa.db-wal'));
      const before = fingerprints(data);
      expectFailure(await runRouta(['restore', '--adopt', '--data', data]), FAILED, /./);
      expect(fingerprints(data)).toEqual(before);
    },
  );

  test.each(WRONG_LOG)('and kept when another one takes its place, because $what', async (one) => {
    const [data, backup] = [killed.copy(), join(tempDirectory(), 'backup.db')];
    expect(await runRouta(['backup', backup, '--data', data])).toMatchObject({ exitCode: 0 });
    one.spoil(join(data, 'routa.db'), join(data, 'routa.db-wal'));
    const before = fingerprints(data);
    expect(await runRouta(['restore', backup, '--data', data])).toMatchObject({ exitCode: 0 });
    expect(fingerprints(data, 'routa.db.replaced')).toEqual(before);
    expect(Object.keys(fingerprints(data))).toEqual(['routa.db']);
  });

  test.each(DIRECTORIES)('or is for the operator to look at, because $what', async ({ spoil }) => {
    const [data, backup] = [killed.copy(), join(tempDirectory(), 'backup.db')];
    expect(await runRouta(['backup', backup, '--data', data])).toMatchObject({ exitCode: 0 });
    spoil(join(data, 'routa.db'), join(data, 'routa.db-wal'));
    const before = fingerprints(data);
    const said = /cannot be written: a directory is in the place of the file; choose a directory /;
    expectFailure(await runRouta(['restore', backup, '--data', data]), FAILED, said);
    expect(fingerprints(data)).toEqual(before);
  });
});

describe('a database of a daemon that was killed has everything', () => {
  test.each([
    ['as it is', () => {}],
    ['though the index of its log is garbage', (file: string) => writeFileSync(`${file}-shm`, 'x')],
    ['though the index of its log is gone', (file: string) => rmSync(`${file}-shm`)],
    [
      'though its log ends in what was not acknowledged',
      (file: string) => {
        const log = readFileSync(`${file}-wal`);
        writeFileSync(`${file}-wal`, Buffer.concat([log, log.subarray(log.length - 2_000)]));
      },
    ],
  ])('%s', async (_, spoil) => {
    const data = killed.copy();
    spoil(join(data, 'routa.db'));
    const daemon = await processDaemon({}, data);
    await daemon.stop();
    expect(killed.notices.stored(data)).toEqual(killed.notices.acked);
  });
});

test('what can be read of a damaged log goes on in another epoch, if one says so', async () => {
  const data = killed.copy();
  const log = join(data, 'routa.db-wal');
  overwrite(log, Math.floor(statSync(log).size / 2), 100);
  const before = fingerprints(data);
  expect(await runRouta(['restore', '--adopt', '--data', data])).toMatchObject({ exitCode: 0 });
  const daemon = await processDaemon({}, data);
  await daemon.stop();
  const stored = killed.notices.stored(data);
  expect(stored).toEqual(killed.notices.acked.slice(0, stored.length));
  expect(stored).not.toHaveLength(0);
  // What follows the damage is kept.
  expect(fingerprints(data, 'routa.db-wal.damaged')['routa.db']).toBe(before['routa.db-wal']);
});
