import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { processDaemon, sharedDaemon } from './support/process-daemon.ts';
import { routaInTerminal } from './support/pty.ts';
import { runRouta, spawnRouta } from './support/run-routa.ts';

const daemon = sharedDaemon();

const OTHER_SCREEN = '\u001b[?1049h';
const BACK = '\u001b[?1049l';
const SHOW_CURSOR = '\u001b[?25h';
const HIDE_CURSOR = '\u001b[?25l';

function monitor(options = {}) {
  return routaInTerminal(['monitor', '--data', daemon.data], options);
}

function expectRestored(output: string): void {
  expect(output.lastIndexOf(BACK)).toBeGreaterThan(output.lastIndexOf(OTHER_SCREEN));
  expect(output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(output.lastIndexOf(HIDE_CURSOR));
}

test('the dashboard shows a booking as it happens, by keys and at any size', async () => {
  const terminal = monitor();
  await terminal.seeText('live, data');
  const { booking_id: id } = await daemon.api.call('createBooking', {
    body: { rider_id: 'rider-1', pickup_location: 'Plaza', dropoff_location: 'Pier' },
  });
  await terminal.seeText('Plaza > Pier');
  terminal.type('3');
  await terminal.seeText(`booking ${id} pending`);
  terminal.type('2');
  terminal.resize(120, 40);
  await terminal.seeText('rider-1');
  terminal.type('/nobody\r');
  await terminal.seeText('Nothing matches "nobody"');
  terminal.resize(40, 10);
  await terminal.seeText('Live bookings: 0');
  terminal.type('q');
  expect(await terminal.ended).toEqual({ exitCode: 0, signal: 0 });
  expectRestored(terminal.output());
});

test('Ctrl-C restores the screen and is told by the exit code', async () => {
  const terminal = monitor();
  await terminal.seeText('live, data');
  terminal.type('\u0003');
  expect(await terminal.ended).toEqual({ exitCode: 130, signal: 0 });
  expectRestored(terminal.output());
});

test.for(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s restores the screen', async (signal) => {
  const terminal = monitor();
  await terminal.seeText('live, data');
  terminal.kill(signal);
  await terminal.ended;
  expectRestored(terminal.output());
});

test('a window that is closed leaves no process behind', async () => {
  const terminal = monitor();
  await terminal.seeText('live, data');
  terminal.hangUp();
  await vi.waitFor(() => expect(() => process.kill(terminal.pid, 0)).toThrow('ESRCH'), 20_000);
});

test('a daemon that dies and comes back ends nothing', async () => {
  const mortal = await processDaemon();
  const terminal = routaInTerminal(['monitor', '--data', mortal.data]);
  await terminal.seeText('live, data');
  await mortal.kill();
  await terminal.seeText('reconnecting');
  await mortal.start();
  await terminal.seeText('live, data');
  terminal.type('q');
  expect(await terminal.ended).toMatchObject({ exitCode: 0 });
});

test('without colours nothing on the screen is styled', async () => {
  const terminal = monitor({ env: { NO_COLOR: '1' } });
  await terminal.seeText('[1 Overview]');
  const sequences = terminal.output().split('\u001b[').slice(1);
  expect(sequences.filter((each) => /^[\d;]*m/.test(each))).toEqual([]);
});

test('a CI variable does not leave a terminal blank, a dumb terminal gets lines', async () => {
  const inCi = monitor({ env: { CI: 'true' } });
  await inCi.seeText('[1 Overview]');
  const dumb = monitor({ env: { TERM: 'dumb' } });
  await dumb.seeText('live, data');
  expect(dumb.output()).not.toContain('\u001b');
});

test('without a daemon a terminal shows one line instead of a dashboard', async () => {
  const terminal = routaInTerminal(['monitor', '--data', `${daemon.data}/nobody`]);
  expect(await terminal.ended).toMatchObject({ exitCode: 3 });
  expect(terminal.output()).not.toContain(OTHER_SCREEN);
  expect(terminal.output().trim().split('\n')).toHaveLength(1);
});

test('a pipe gets lines, or JSON objects, without control characters', async () => {
  for (const options of [[], ['--json']]) {
    const child = spawnRouta(['monitor', '--data', daemon.data, ...options]);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    child.kill();
    await once(child, 'close');
    expect(line).not.toContain('\u001b');
    if (options.length === 0) expect(line).toMatch(/ live, data 0s old/);
    else expect(JSON.parse(line)).toMatchObject({ link: 'live', stats: { version: '0.1.0' } });
  }
});

test('a reader who has seen enough ends it quietly', async () => {
  const child = spawnRouta(['monitor', '--data', daemon.data]);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [exitCode] = await once(child, 'close');
  expect(exitCode).toBe(0);
});

test('nobody may watch without being an admin', async () => {
  const token = await daemon.tokenFor('driver:7');
  const run = await runRouta(['monitor', '--url', daemon.url], { env: { ROUTA_TOKEN: token } });
  expect(run.exitCode).toBe(4);
  expect(run.stderr.trim().split('\n')).toHaveLength(1);
});
