import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDaemon, type TestDaemon } from '../testing/test-daemon.ts';

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());

const places = ['--pickup', 'Plaza', '--dropoff', 'Public market'];

async function create(id: string, rider: string) {
  const args = ['bookings', 'create', '--id', id, '--rider', rider, ...places];
  expect(await daemon.routa(args)).toMatchObject({ exitCode: 0, stderr: '' });
}

test('a booking is created, assigned, shown and cancelled', async () => {
  const created = await daemon.routa([
    'bookings',
    'create',
    ...['--rider', '12', '--pickup-at', '14.5,121', '--note', 'two bags', '--json', ...places],
  ]);
  const { booking_id: id, ...answer } = JSON.parse(created.stdout);
  expect(answer).toEqual({ status: 'pending', version: 1, online: false });

  const assigned = await daemon.routa(['bookings', 'assign', id, '--driver', '7']);
  expect(assigned).toEqual({ exitCode: 0, stdout: `${id}\tassigned\t2\n`, stderr: '' });

  const reason = ['--reason', 'no_show', '--message', 'Nobody was there'];
  const cancelled = await daemon.routa(['bookings', 'cancel', id, ...reason, '--json']);
  expect(JSON.parse(cancelled.stdout)).toMatchObject({ booking_id: id, status: 'cancelled' });

  const shown = await daemon.routa(['bookings', 'show', id, '--json']);
  const { log, ...booking } = JSON.parse(shown.stdout);
  expect(booking).toMatchObject({
    rider_id: 12,
    status: 'cancelled',
    reason: 'no_show',
    note: 'two bags',
    pickup: { latitude: 14.5, longitude: 121 },
  });
  expect(log.map(({ to }: { to: string }) => to)).toEqual(['pending', 'assigned', 'cancelled']);
});

test('on a terminal a booking is a card and its log a table', async () => {
  await create('card', '20');
  const { stdout } = await daemon.routa(['bookings', 'show', 'card'], {
    isTerminal: true,
    env: { NO_COLOR: '1' },
  });
  expect(stdout).toContain('booking    card\nstatus     pending\n');
  expect(stdout).toMatch(/^AT +STATUS +BY +/m);
  expect(stdout).toContain('admin:operator');
  expect(stdout).not.toContain('\u001b');
});

test('a list is filtered, limited and paged', async () => {
  for (const number of [1, 2, 3]) await create(`list-${number}`, `4${number}`);
  await daemon.routa(['bookings', 'assign', 'list-2', '--driver', '8']);
  const list = async (...args: readonly string[]) => {
    const { stdout } = await daemon.routa(['bookings', 'list', ...args]);
    return stdout.split('\n').map((line) => line.split('\t')[0]);
  };
  expect(await list('--status', 'assigned')).toEqual(['list-2', '']);
  expect(await list('--rider', '43')).toEqual(['list-3', '']);
  expect(await list('--open', '--limit', '2')).toHaveLength(3);
  expect(await list('--driver', 'nobody')).toEqual(['']);
});

test('an empty list says so on a terminal, and nothing in a pipe', async () => {
  const args = ['bookings', 'list', '--driver', 'nobody'];
  const nothing = { exitCode: 0, stdout: '', stderr: '' };
  expect(await daemon.routa(args)).toEqual(nothing);
  expect(await daemon.routa([...args, '--json'])).toEqual(nothing);
  expect(await daemon.routa(args, { isTerminal: true })).toEqual({
    ...nothing,
    stderr: 'There are no such bookings.\n',
  });
});

test('an assignment creates the booking when the rider and the places are there', async () => {
  const args = ['bookings', 'assign', 'fresh', '--driver', '9'];
  expect(await daemon.routa(args)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^routa: there is no booking fresh; to create it, add .+\n$/),
  });
  const created = await daemon.routa([...args, '--rider', '50', '--timeout', '90s', ...places]);
  expect(created).toEqual({ exitCode: 0, stdout: 'fresh\tassigned\t2\n', stderr: '' });
});

test('what the rules refuse is one line and exit code 1', async () => {
  await create('refused', '60');
  expect(await daemon.routa(['bookings', 'status', 'refused', 'completed'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^routa: booking refused is pending; .+\n$/),
  });
});

test('on a terminal the answer is a sentence that says whether anybody hears it', async () => {
  await create('sentence', '70');
  const args = ['bookings', 'assign', 'sentence', '--driver', '71'];
  const { stdout } = await daemon.routa(args, { isTerminal: true });
  expect(stdout).toMatch(/^Booking sentence is assigned; nobody concerned is connected now/);
});
