import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
}

const restore = /restore the last backup with `routa restore FILE`/.source;
const damaged = new RegExp(`^/.*/routa\\.db: the database is damaged .*; .*${restore}$`);
const other = new RegExp(`routa\\.db is not the database that its write-ahead .*; .*${restore}$`);
const lonely = new RegExp(`routa\\.db is empty or missing beside .*routa\\.db-wal; .*${restore}$`);

const REFUSED: readonly Case[] = [
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
  },
  {
    what: 'its log has a hole',
    spoil: (_, log) => overwrite(log, Math.floor(statSync(log).size / 2), 100),
    said: new RegExp(`routa\\.db-wal: the write-ahead log is damaged in its middle; .*${restore}`),
  },
  { what: 'it is missing, but for its log', spoil: (file) => rmSync(file), said: lonely },
  { what: 'it was emptied, but for its log', spoil: (file) => truncateSync(file), said: lonely },
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
  expect(await runRouta(['restore', '--adopt', '--data', data])).toMatchObject({ exitCode: 0 });
  const daemon = await processDaemon({}, data);
  await daemon.stop();
  const stored = killed.notices.stored(data);
  expect(stored).toEqual(killed.notices.acked.slice(0, stored.length));
  expect(stored).not.toHaveLength(0);
});
