import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import type { TestContextOptions } from '../testing/test-context.ts';
import { runInProcess, startTestDaemon, type TestDaemon } from '../testing/test-daemon.ts';

const DAY_MS = 86_400_000;

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());

/** A data directory that no daemon has seen yet. */
function freshDirectory(): string {
  return path.join(tempDirectory(), 'data');
}

describe.each(['up', 'down'] as const)('with the daemon %s', (state) => {
  let data: string;
  beforeEach(() => {
    data = state === 'up' ? daemon.data : freshDirectory();
  });
  const tokens = (args: readonly string[], options?: TestContextOptions) =>
    runInProcess(['tokens', ...args, '--data', data], options);
  const generate = async (...args: readonly string[]) => {
    const { stdout } = await tokens(['generate', ...args, '--json']);
    return JSON.parse(stdout) as { readonly token: string; readonly expires_at: number | null };
  };

  test('a token stands alone on stdout, so that it can be put into a variable', async () => {
    const { exitCode, stdout, stderr } = await tokens([
      'generate',
      '--role',
      'driver',
      '--user',
      '1',
    ]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^rt_[\w-]+\n$/),
    });
    expect(stderr).toMatch(/^for driver:1, expires in .+; it is shown only now\n$/);
  });

  test('--json has one line a token with its keys in order', async () => {
    const args = ['generate', '--role', 'driver', '--user', '7', '--ttl', 'never', '--json'];
    const { stdout } = await tokens(args);
    expect(stdout).toMatch(
      /^\{"role":"driver","user_id":7,"token":"rt_[\w-]+","expires_at":null\}\n$/,
    );
  });

  test('a token lives seven days, or as long as it is told', async () => {
    const before = Date.now();
    const usual = await generate('--role', 'rider', '--user', '2');
    const short = await generate('--role', 'rider', '--user', '2', '--ttl', '1h30m');
    const lives = [usual, short].map(({ expires_at: end }) => ((end ?? 0) - before) / DAY_MS);
    expect(lives[0]).toBeCloseTo(7, 2);
    expect(lives[1]).toBeCloseTo(1.5 / 24, 2);
  });

  test('a file of users gets a token each', async () => {
    const stdin = '\ufeffrole,user_id,name\r\ndriver,3,"Cruz, Ana"\r\nrider,R-3,Ben\r\n';
    const { stdout } = await tokens(['generate', '--from', '-', '--json'], { stdin });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { role: 'driver', user_id: 3 },
      { role: 'rider', user_id: 'R-3' },
    ]);
    const listed = await tokens(['list', '--user', 'driver:3', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({ name: 'Cruz, Ana', state: 'valid' });
  });

  test('with one bad line nothing is issued', async () => {
    await generate('--role', 'admin', '--user', 'somebody');
    const stdin = 'role,user_id\ndriver,bulk-1\npilot,bulk-2\n';
    expect(await tokens(['generate', '--from', '-'], { stdin })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'routa: stdin:3: role "pilot" is none of admin, driver, rider; nothing was issued\n',
    });
    expect((await tokens(['list', '--user', 'driver:bulk-1'])).stdout).toBe('');
  });

  test('a token is inspected without being an argument', async () => {
    const { token } = await generate('--role', 'driver', '--user', '4', '--vehicle', 'TR-4');
    const { stdout } = await tokens(['inspect', '--json'], { stdin: `${token}\n` });
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ role: 'driver', user_id: 4, vehicle: 'TR-4', state: 'valid' });
    const byId = await tokens(['inspect', found.token_id], { isTerminal: true });
    expect(byId.stdout).toContain('driver:4');
    expect(await tokens(['inspect', token])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('use stdin'),
    });
  });

  test('revoked tokens are told apart, and pruned', async () => {
    const { token } = await generate('--role', 'driver', '--user', '5');
    await generate('--role', 'driver', '--user', '5');
    const revoked = await tokens(['revoke', '--user', 'driver:5', '--json']);
    expect(revoked).toEqual({ exitCode: 0, stdout: '{"revoked":2}\n', stderr: '' });
    const { stdout } = await tokens(['inspect', '--json'], { stdin: token });
    expect(JSON.parse(stdout)).toMatchObject({ state: 'revoked' });
    expect(await tokens(['revoke', '--user', 'driver:5'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'routa: there was no such token that was still valid\n',
    });
    expect((await tokens(['prune', '--older-than', '1d'])).stdout).toBe('0\n');
  });

  test('an unknown token is an error', async () => {
    await generate('--role', 'admin', '--user', 'somebody');
    expect(await tokens(['inspect', '00000000'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'routa: there is no such token; see: routa tokens list\n',
    });
  });
});

test('where nothing was ever issued there is nothing to list', async () => {
  const data = freshDirectory();
  expect(await runInProcess(['tokens', 'list', '--data', data])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `routa: there are no tokens in ${data}; name the directory with --data DIR\n`,
  });
});

test.each([
  [['--role', 'driver'], 'the user is missing'],
  [['--role', 'pilot', '--user', '7'], 'a role is one of'],
  [['--role', 'driver', '--user', 'a b'], 'an id has'],
  [['--from', '-', '--name', 'Ana'], '--from takes everything but --ttl from the file'],
])('generate %j is refused', async (args, words) => {
  expect(await daemon.routa(['tokens', 'generate', ...args])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(words),
  });
});

test('files that cannot be read are named', async () => {
  const directory = path.dirname(freshDirectory());
  const latin1 = path.join(directory, 'latin1.csv');
  writeFileSync(latin1, Buffer.from('role,user_id,name\ndriver,1,Pe\xf1a\n', 'latin1'));
  const from = async (file: string) =>
    (await daemon.routa(['tokens', 'generate', '--from', file])).stderr;
  expect(await from('missing.csv')).toBe('routa: missing.csv: there is no such file\n');
  expect(await from(directory)).toBe(`routa: ${directory}: this is a directory\n`);
  expect(await from(latin1)).toBe(`routa: ${latin1}: the text is not UTF-8; save it as UTF-8\n`);
});
