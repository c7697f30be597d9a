import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { tempDirectory } from '../src/daemon/store/testing/temp-directory.ts';
import { ProcessDaemon } from './support/process-daemon.ts';
import { runRouta, spawnRouta } from './support/run-routa.ts';

/** The program as a shell sees it: what it prints where, and with which number it ends. */

/** As the daemon will write it: on macOS temporary folders are behind a symbolic link. */
const freshDirectory = () => realpathSync(tempDirectory());

const ONE_LINE = /^routa: [^\n]+\n$/;

async function firstLine(child: ReturnType<typeof spawnRouta>): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('nothing was printed');
}

/** A daemon that this test stops by itself. */
function serve(data: string, env: Readonly<Record<string, string>> = {}, ...flags: string[]) {
  const child = spawnRouta(['serve', '--data', data, '--port', '0', '--json', ...flags], {
    ROUTA_LOG_LEVEL: 'silent',
    ...env,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('routa serve', () => {
  test('says first where it listens, in a fixed order', async () => {
    const data = join(freshDirectory(), 'data');
    const child = serve(data);
    const line = await firstLine(child);
    const { url, pid } = JSON.parse(line);
    expect(line).toBe(JSON.stringify({ ready: true, url, data, pid: child.pid }));
    expect(pid).toBe(child.pid);
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*$/);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('stops on %s, exit code 0', async (signal) => {
    const data = freshDirectory();
    const child = serve(data);
    await firstLine(child);
    expect(existsSync(join(data, 'routa.sock'))).toBe(true);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(join(data, 'routa.sock'))).toBe(false);
  });

  test('a second signal does not wait for those who are connected', async () => {
    const data = freshDirectory();
    // Longer than this test may take: they are told to come back some time within it.
    const child = serve(data, { ROUTA_SHUTDOWN_WINDOW_MS: '600000' });
    const { url } = JSON.parse(await firstLine(child));
    const generate = ['tokens', 'generate', '--role', 'rider', '--user', '1', '--data', data];
    const { stdout: token } = await runRouta(generate);
    const rider = new WebSocket(url, { headers: { authorization: `Bearer ${token.trim()}` } });
    await once(rider, 'open');
    rider.send('{"type":"auth"}');
    await once(rider, 'message');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test.runIf(process.platform !== 'win32')('ends by a signal while it still opens', async () => {
    const config = join(freshDirectory(), 'config.toml');
    execFileSync('mkfifo', [config]);
    const child = serve(freshDirectory(), {}, '--config', config);
    // It reads the file now, for as long as nobody has written it to its end.
    const writer = await open(config, 'w');
    onTestFinished(() => writer.close());
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });

  test('ends with its parent when it is told to', async () => {
    const child = serve(freshDirectory(), {}, '--exit-with-stdin');
    await firstLine(child);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('stops on a signal although its parent lives on', async () => {
    const child = serve(freshDirectory(), {}, '--exit-with-stdin');
    await firstLine(child);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('does not share its data with a second one', async () => {
    const data = freshDirectory();
    await firstLine(serve(data));
    const second = await runRouta(['serve', '--data', data, '--port', '0', '--json']);
    expect(second).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
    expect(second.stderr).toContain(`another routa uses the data directory ${data}`);
  });

  test('names the port that is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const taken = await runRouta(['serve', '--data', freshDirectory(), '--port', `${port}`]);
    expect(taken).toMatchObject({ exitCode: 1, stdout: '' });
    expect(taken.stderr).toMatch(/^routa: port \d+ on 127\.0\.0\.1 is taken; .*--port.*\n$/);
  });

  test('names a data directory that cannot be one', async () => {
    const file = join(freshDirectory(), 'file');
    writeFileSync(file, '');
    for (const data of [file, join(file, 'below')]) {
      const failed = await runRouta(['serve', '--data', data, '--port', '0']);
      expect(failed).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
      expect(failed.stderr).toContain(file);
    }
  });

  test('leaves a damaged database as it is', async () => {
    const data = freshDirectory();
    writeFileSync(join(data, 'routa.db'), 'this is not a database, '.repeat(1_000));
    const failed = await runRouta(['serve', '--data', data, '--port', '0']);
    expect(failed).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
    expect(failed.stderr).toContain('routa.db');
  });

  test.each([
    ['a flag', ['--port', 'http'], {}, '', '--port'],
    ['a variable', [], { ROUTA_PORT: '99999' }, '', 'ROUTA_PORT'],
    ['an unknown variable', [], { ROUTA_PROT: '1' }, '', 'did you mean ROUTA_PORT'],
    ['an unknown key', [], {}, 'prot = 1\n', 'did you mean port'],
    ['broken TOML', [], {}, 'port =\n', 'routa.toml:1'],
  ])('names the place of a bad setting: %s', async (_what, args, env, toml, words) => {
    const data = freshDirectory();
    mkdirSync(data, { recursive: true });
    if (toml !== '') writeFileSync(join(data, 'routa.toml'), toml);
    const failed = await runRouta(['serve', '--data', data, ...args], { env });
    expect(failed).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
    expect(failed.stderr).toContain(words);
  });
});

describe('without a daemon', () => {
  test.each([
    ['status'],
    ['bookings', 'list'],
    ['connections', 'list'],
    ['tail'],
    ['monitor'],
    ['simulate'],
  ])('%s %s is one line and exit code 3', async (...args) => {
    const data = freshDirectory();
    const remedy = `start one with: routa serve --data ${data}`;
    expect(await runRouta([...args, '--data', data])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: `routa: no daemon answers at ${data}/routa.sock; ${remedy}\n`,
    });
  });

  test('an address is named as it was given', async () => {
    const away = ['status', '--url', 'ws://127.0.0.1:9'];
    const env = { ROUTA_TOKEN: 'rt_x' };
    expect(await runRouta(away, { env })).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'routa: no daemon answers at ws://127.0.0.1:9; check --url\n',
    });
    expect(await runRouta(away)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^routa: .+ needs the token of an admin; set ROUTA_TOKEN/),
    });
  });
});

describe('with a daemon', () => {
  const daemon = new ProcessDaemon();
  beforeAll(() => daemon.start());
  afterAll(() => daemon.remove());
  const routa = (args: readonly string[], options = {}) =>
    runRouta([...args, '--data', daemon.data], options);

  test('an admin is let in from elsewhere by a token, in a variable, a file or stdin', async () => {
    const token = await daemon.tokenFor('admin:1');
    const file = join(freshDirectory(), 'token');
    writeFileSync(file, `${token}\n`);
    const status = ['status', '--json', '--url', daemon.url];
    const answers = await Promise.all([
      runRouta(status, { env: { ROUTA_TOKEN: token } }),
      runRouta([...status, '--token-file', file]),
      runRouta([...status, '--token-file', '-'], { stdin: token }),
    ]);
    for (const { exitCode, stdout, stderr } of answers) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(JSON.parse(stdout)).toHaveProperty('uptime_s');
    }
  });

  test('nobody else is let in, exit code 4', async () => {
    const token = await daemon.tokenFor('driver:7');
    for (const [ROUTA_TOKEN, words] of [
      [token, 'use the token of an admin'],
      ['rt_nonsense', 'routa tokens generate'],
    ] as const) {
      const status = await runRouta(['status', '--url', daemon.url], { env: { ROUTA_TOKEN } });
      expect(status).toMatchObject({ exitCode: 4, stdout: '' });
      expect(status.stderr).toMatch(ONE_LINE);
      expect(status.stderr).toContain(words);
      expect(status.stderr).not.toContain(ROUTA_TOKEN);
    }
  });

  test('a pipe gets neither colours nor control of the screen', async () => {
    await routa(['bookings', 'create', '--rider', '1', '--pickup', 'A', '--dropoff', 'B']);
    for (const args of [['bookings', 'list'], ['status'], ['tokens', 'list'], ['--help']]) {
      const { stdout, stderr } = await (args[0] === '--help' ? runRouta(args) : routa(args));
      expect(stdout).not.toBe('');
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  test('the monitor prints an object a second, until Ctrl-C', async () => {
    const monitor = spawnRouta(['monitor', '--json', '--data', daemon.data]);
    onTestFinished(() => void monitor.kill('SIGKILL'));
    expect(JSON.parse(await firstLine(monitor))).toHaveProperty('stats');
    monitor.kill('SIGINT');
    expect(await once(monitor, 'exit')).toEqual([0, null]);
  });

  test('a reader that has seen enough ends the live log', async () => {
    const tail = spawnRouta(['tail', '--data', daemon.data]);
    onTestFinished(() => void tail.kill('SIGKILL'));
    const ended = once(tail, 'exit');
    const create = ['bookings', 'create', '--pickup', 'A', '--dropoff', 'B', '--rider'];
    await routa([...create, '2']);
    await firstLine(tail);
    tail.stdout.destroy();
    await routa([...create, '3']);
    expect(await ended).toEqual([0, null]);
  });

  test('a simulation without faults ends with its summary, exit code 0', async () => {
    const args = ['--drivers', '3', '--riders', '2', '--duration', '1s', '--json'];
    const { exitCode, stdout, stderr } = await routa(['simulate', ...args]);
    expect(exitCode, stderr).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ drivers: 3, riders: 2, errors: 0 });
    const { stdout: left } = await routa(['tokens', 'list', '--json']);
    expect(left).not.toContain('sim-');
  });
});

test('routes that are not there are named', async () => {
  const args = ['simulate', '--serve', '--routes', 'missing.geojson', '--duration', '1s'];
  const failed = await runRouta(args);
  expect(failed).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
  expect(failed.stderr).toContain('missing.geojson');
});
