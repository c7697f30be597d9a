import { expect, test } from 'vitest';
import { adminOf, driverOf, riderOf, streamOf, upTo } from './support/people.ts';
import { processDaemon } from './support/process-daemon.ts';
import { newCast } from './support/scene.ts';

/** `kill -9` under people with the client library: each command happens once, each event too. */
const PATIENCE = { timeout: 10_000 };
/** Each start of a daemon may take seconds on a machine that is busy with other tests. */
const OFTEN_KILLED = { timeout: 120_000 };

test('commands that were on their way at a kill happen once', OFTEN_KILLED, async () => {
  const daemon = await processDaemon();
  const { assignment, booking, bookingId, driverId, riderId } = newCast();
  const admin = await adminOf(daemon, 1);
  const driver = await driverOf(daemon, driverId);
  const rider = await riderOf(daemon, riderId);
  const stream = streamOf(rider);
  const trip = [
    () => admin.assign(assignment),
    () => driver.accept(bookingId),
    () => driver.onWay(bookingId),
    () => driver.arrived(bookingId),
    () => driver.start(bookingId),
    () => driver.complete(bookingId),
  ];
  for (const step of trip) {
    const done = step();
    await daemon.kill();
    await daemon.start();
    await done;
  }
  await expect.poll(() => stream.seqs, PATIENCE).toEqual(upTo(7));
  expect(stream.faults).toEqual([]);
  const { events } = await daemon.api.call('listTransitions', { params: booking });
  expect(events.map(({ to }) => to)).toEqual([
    'pending',
    'assigned',
    'accepted',
    'on_way',
    'arrived',
    'started',
    'completed',
  ]);
});

test('of hundreds of messages in flight at a kill, each arrives once and in order', async () => {
  const daemon = await processDaemon();
  const count = 300;
  const admin = await adminOf(daemon, 1);
  const rider = await riderOf(daemon, 7);
  const stream = streamOf(rider);
  const numbers: unknown[] = [];
  rider.client.on('notification', ({ data }) => numbers.push(data));
  await Promise.all([admin.client.ready(), rider.client.ready()]);

  const answers = Array.from({ length: count }, (_, data) =>
    admin.notify({ role: 'rider', user_id: 7, event: 'number', data }),
  );
  await Promise.any(answers);
  await daemon.kill();
  await daemon.start();
  const acknowledged = await Promise.all(answers);
  await expect.poll(() => stream.seqs, PATIENCE).toEqual(upTo(count));

  expect(stream.faults).toEqual([]);
  expect(new Set(numbers)).toEqual(new Set(Array.from({ length: count }, (_, data) => data)));
  // What each command was told is the place where its message came.
  expect(acknowledged.map(({ seq = 0 }) => numbers[seq - 1])).toEqual(
    acknowledged.map((_, data) => data),
  );
});
