import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { runRouta } from '../support/run-routa.ts';
import { fingerprints, KilledDaemon } from './bad-ground/killed-daemon.ts';
import { canRunAsUser, give, runAsUser } from './bad-ground/other-user.ts';
import { canMount, smallFileSystem } from './bad-ground/small-disk.ts';

const FAILED = 1;
const MENDS = /; (choose a directory of your own|check the owner and the mode)/.source;
const serve = (data: string) => ['serve', '--data', data, '--port', '0', '--json'];

/** Root may read and write whatever the modes are. */
describe.runIf(canRunAsUser())('a daemon does not start, and says what it may not write', () => {
  const killed = new KilledDaemon();
  beforeAll(() => killed.make());
  afterAll(() => killed.remove());

  test.each([
    ['routa.db', '400'],
    ['routa.db', '000'],
    ['routa.db-wal', '400'],
    ['routa.db-wal', '000'],
    ['routa.db-shm', '400'],
    ['routa.lock', '400'],
    ['routa.lock', '000'],
  ])('where the mode of %s is %s', async (name, mode) => {
    const data = killed.copy();
    for (const path of ['', ...readdirSync(data)]) give(join(data, path));
    chmodSync(join(data, name), Number.parseInt(mode, 8));
    const before = fingerprints(data);
    const place = name.startsWith('routa.db') ? 'routa.db' : name;
    expectFailure(await runAsUser(serve(data)), FAILED, new RegExp(`/${place}.*${MENDS}`));
    expect(fingerprints(data)).toEqual(before);
  });

  test("where the files are another user's", async () => {
    const data = killed.copy();
    give(data);
    const before = fingerprints(data);
    expectFailure(await runAsUser(serve(data)), FAILED, new RegExp(`/routa\\.lock.*${MENDS}`));
    expect(fingerprints(data)).toEqual(before);
  });

  test('where no directory can be made', async () => {
    const parent = tempDirectory();
    give(parent);
    chmodSync(parent, 0o500);
    const said = new RegExp(`/data cannot be written: you have no permission${MENDS}`);
    expectFailure(await runAsUser(serve(join(parent, 'data'))), FAILED, said);
  });
});

test.runIf(canMount())('a daemon does not start on a disk that is read-only', async () => {
  const disk = smallFileSystem();
  const daemon = await processDaemon({}, disk.path);
  await daemon.stop();
  execFileSync('mount', ['-o', 'remount,ro', disk.path]);
  const said = new RegExp(`/routa\\.\\w+.*${MENDS}`);
  expectFailure(await runRouta(serve(disk.path)), FAILED, said);
});
