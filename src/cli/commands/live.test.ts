import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../client/index.ts';
import { makeTempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import { run } from '../run.ts';
import { testContext } from '../testing/test-context.ts';
import { startTestDaemon, type TestDaemon } from '../testing/test-daemon.ts';

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());

/** A session that is open until the test is over. */
async function connectAs(role: string, user: string) {
  const generate = ['tokens', 'generate', '--role', role, '--user', user, '--name', 'Ana'];
  const { stdout: token } = await daemon.routa(generate);
  const client = connect({ url: daemon.url, token: token.trim() });
  onTestFinished(() => client.close());
  await client.ready();
  return client;
}

/** Starts a command that does not end by itself. */
function follow(...args: readonly string[]) {
  const context = testContext();
  const exitCode = run([...args, '--data', daemon.data], context);
  onTestFinished(() => context.interrupt());
  return { context, exitCode };
}

test('connections are listed and kicked', async () => {
  const client = await connectAs('driver', '7');
  const list = () => daemon.routa(['connections', 'list', '--user', 'driver:7', '--json']);
  const listed = JSON.parse((await list()).stdout);
  expect(listed).toMatchObject({ role: 'driver', user_id: 7, name: 'Ana' });

  const ended = new Promise((resolve) => client.on('disconnect', resolve));
  const kicked = await daemon.routa(['connections', 'kick', listed.session, '--json']);
  expect(kicked).toEqual({ exitCode: 0, stdout: '{"closed":1}\n', stderr: '' });
  expect(await ended).toMatchObject({ code: 4502, reconnect: false });
  expect((await list()).stdout).toBe('');
});

test('to kick nobody is an error that says where to look', async () => {
  expect(await daemon.routa(['connections', 'kick', 'nobody'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'routa: there is no such connection; see: routa connections list\n',
  });
  expect(await daemon.routa(['connections', 'kick'])).toMatchObject({ exitCode: 2 });
});

test('drivers are listed with their position, nearest first', async () => {
  const near = await connectAs('driver', '8');
  const far = await connectAs('driver', '9');
  await near.send({ type: 'location_update', latitude: 14.5, longitude: 121 });
  await far.send({ type: 'location_update', latitude: 14.505, longitude: 121 });
  const list = async (...args: readonly string[]) => {
    const { stdout } = await daemon.routa(['drivers', 'list', ...args]);
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
  };
  const around = await list('--near', '14.5,121', '--radius', '1000');
  expect(around.map(([metres, driver]) => [Number(metres), driver])).toEqual([
    [0, '8'],
    [expect.closeTo(556, -1), '9'],
  ]);
  expect((await list('--free')).map(([driver]) => driver)).toContain('9');
  expect(await daemon.routa(['drivers', 'list', '--radius', '5'])).toMatchObject({ exitCode: 2 });
});

test('a message reaches the user, with the content that was given', async () => {
  const rider = await connectAs('rider', '12');
  const notified = new Promise((resolve) => rider.on('notification', resolve));
  const sent = await daemon.routa(['notify', 'rider:12', 'promo', '{"off":5}', '--json']);
  expect(JSON.parse(sent.stdout)).toEqual({ seq: 1, online: true });
  expect(await notified).toMatchObject({ event: 'promo', data: { off: 5 }, seq: 1 });
});

test('a message waits for whoever is away; its content may come on stdin', async () => {
  const args = ['notify', 'rider:13', 'promo', '-'];
  expect(await daemon.routa(args, { stdin: '[1]', isTerminal: true })).toEqual({
    exitCode: 0,
    stdout: 'Message 1 is kept until they connect.\n',
    stderr: '',
  });
  expect(await daemon.routa(['notify', 'rider:13', 'promo', '{off:5}'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^routa: the content is no JSON: .+; quote it: /),
  });
});

test('tail shows what has happened and what happens, until Ctrl-C', async () => {
  const create = ['bookings', 'create', '--pickup', 'A', '--dropoff', 'B', '--id'];
  await daemon.routa([...create, 'before', '--rider', '20']);
  await daemon.routa([...create, 'other', '--rider', '21']);
  const { context, exitCode } = follow('tail', '--booking', 'before', '--json');
  const kinds = (text: string) => {
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line).kind).join(' ');
  };
  await context.untilStdout((text) => kinds(text) === 'booking.pending');
  await daemon.routa(['bookings', 'cancel', 'other']);
  await daemon.routa(['bookings', 'cancel', 'before']);
  await context.untilStdout((text) => kinds(text) === 'booking.pending booking.cancelled');
  context.interrupt();
  expect(await exitCode).toBe(0);
  expect(context.written.stderr).toBe('');
});

test('tail begins with as many past events as it is told', async () => {
  const { context, exitCode } = follow('tail', '--lines', '0');
  const isWatching = async () => {
    const { stdout } = await daemon.routa(['connections', 'list']);
    expect(stdout).toContain('events');
  };
  await vi.waitFor(isWatching, { timeout: 20_000 });
  const places = ['--rider', '22', '--pickup', 'A', '--dropoff', 'B'];
  await daemon.routa(['bookings', 'create', '--id', 'late', ...places]);
  await context.untilStdout((text) => text !== '');
  context.interrupt();
  expect(await exitCode).toBe(0);
  const [first = ''] = context.written.stdout.split('\n');
  expect(first.split('\t').slice(1, 5)).toEqual([
    'info',
    'booking.pending',
    'admin:operator',
    'late',
  ]);
});

test('status is one screen, or one object', async () => {
  await connectAs('driver', '30');
  await daemon.routa(['tokens', 'generate', '--role', 'driver', '--user', '31', '--ttl', '1d']);
  const { stdout } = await daemon.routa(['status', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    version: '0.0.0',
    connections: { driver: expect.any(Number) },
    expiring_tokens: [],
  });
  const screen = await daemon.routa(['status'], { isTerminal: true, env: { NO_COLOR: '1' } });
  expect(screen.stdout).toMatch(/^routa +0\.0\.0, up /);
  expect(screen.stdout).toContain('connections  ');
});

test('status warns of a token in use that expires within two days', async () => {
  const { path, remove } = makeTempDirectory();
  onTestFinished(remove);
  const first = await startTestDaemon(path);
  const generate = ['tokens', 'generate', '--role', 'driver', '--user', '40', '--ttl', '30h'];
  const { stdout: token } = await first.routa(generate);
  const client = connect({ url: first.url, token: token.trim() });
  await client.ready();
  await client.close();
  // When a token was used last is written behind, at the latest when the daemon stops.
  await first.close();
  const second = await startTestDaemon(path);
  onTestFinished(() => second.close());
  const { stdout } = await second.routa(['status']);
  expect(stdout).toMatch(/^warning: token \w+ of driver:40 is in use and expires in 1d 5h$/m);
});
