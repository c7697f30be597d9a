import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filledDirectory } from '../../daemon/store/testing/filled-directory.ts';
import { tempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import { runInProcess, startTestDaemon } from '../testing/test-daemon.ts';

const WARNING =
  'clients start from a snapshot; tokens that were revoked since the copy was made\n' +
  'are valid again, and those that were issued since are gone\n';

test('a backup is made beside a daemon at work, and says what is in it', async () => {
  const daemon = await startTestDaemon();
  try {
    const file = path.join(tempDirectory(), 'backup.db');
    const { exitCode, stdout, stderr } = await daemon.routa(['backup', file, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(
      /^\{"file":".+\/backup\.db","bytes":\d+,"duration_ms":\d+,"bookings":0,"users":0\}\n$/,
    );
    expect(await daemon.routa(['restore', file])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('another routa uses the data directory'),
    });
  } finally {
    await daemon.close();
  }
});

test('a backup is named by the time, in a directory or here', async () => {
  const data = filledDirectory(2);
  const [cwd, elsewhere] = [tempDirectory(), tempDirectory()];
  await runInProcess(['backup', '--data', data], { cwd });
  await runInProcess(['backup', elsewhere, '--data', data], { cwd });
  const names = [...readdirSync(cwd), ...readdirSync(elsewhere)];
  expect(names).toEqual(Array(2).fill(expect.stringMatching(/^routa-\d{8}T\d{6}Z\.db$/)));
});

test('a person reads sizes and times, a script bytes and milliseconds', async () => {
  const data = filledDirectory(2);
  const cwd = tempDirectory();
  const terminal = await runInProcess(['backup', 'a.db', '--data', data], {
    cwd,
    isTerminal: true,
    env: { NO_COLOR: '1' },
  });
  expect(terminal.stdout).toMatch(/Size +\d+ kB\n.*Took +\d+\.\d s\n.*Bookings +2\n/s);
  const pipe = await runInProcess(['backup', 'b.db', '--data', data], { cwd });
  expect(pipe.stdout).toMatch(/\nSize\t\d+\nTook\t\d+\nBookings\t2\nUsers\t0\n$/);
});

test('a restored backup says where the other data are, and its epochs', async () => {
  const data = filledDirectory(1);
  const file = path.join(tempDirectory(), 'backup.db');
  await runInProcess(['backup', file, '--data', filledDirectory(2)]);
  const { exitCode, stdout, stderr } = await runInProcess([
    'restore',
    file,
    '--data',
    data,
    '--json',
  ]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: WARNING });
  expect(stdout).toMatch(/^\{"data":.+,"backup":.+,"replaced":.+,"old_epoch":.+,"epoch":.+\}\n$/);
  const replaced = path.join(data, 'routa.db.replaced');
  expect(JSON.parse(stdout)).toMatchObject({ data, backup: file, replaced, bookings: 2, users: 0 });
  expect(existsSync(replaced)).toBe(true);
});

test('data in place are adopted, as often as somebody likes', async () => {
  const data = filledDirectory(1);
  const adopt = async () => {
    const { stdout } = await runInProcess(['restore', '--adopt', '--data', data, '--json']);
    return JSON.parse(stdout) as { readonly old_epoch: string; readonly epoch: string };
  };
  const first = await adopt();
  expect(first).toMatchObject({ data, backup: null, replaced: null, bookings: 1 });
  const second = await adopt();
  expect(second.old_epoch).toBe(first.epoch);
  expect(second.epoch).not.toBe(first.epoch);
});

test.each([
  [['restore'], 2, 'there is nothing to restore; name a backup, or use --adopt for data that are'],
  [['restore', 'nowhere.db'], 1, 'nowhere.db: there is no such file; nothing was changed'],
  [['restore', '--adopt'], 1, 'routa.db: there is no such file; name the data directory'],
  [['backup'], 1, 'routa.db: there is no such file; name the data directory with --data'],
])('%j without any data is told in one line', async (args, exitCode, words) => {
  const data = path.join(tempDirectory(), 'data');
  const outcome = await runInProcess([...args, '--data', data], { cwd: tempDirectory() });
  expect(outcome).toEqual({ exitCode, stdout: '', stderr: expect.stringContaining(words) });
  expect(outcome.stderr).toMatch(/^routa: [^\n]+\n$/);
  expect(existsSync(data)).toBe(false);
});
