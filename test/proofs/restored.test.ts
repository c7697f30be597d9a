import { copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { connectAs } from '../support/connect-as.ts';
import { adminOf, driverOf, riderOf, streamOf } from '../support/people.ts';
import { type ProcessDaemon, processDaemon } from '../support/process-daemon.ts';
import { runRouta } from '../support/run-routa.ts';
import { newCast } from '../support/scene.ts';

/**
 * A copy of the data is put back while clients know what came after it. The numbers of those
 * messages are given out again, and nobody may take the new ones for the old.
 */

const PATIENCE = { timeout: 10_000 };
const SEVERAL_STARTS = { timeout: 120_000 };

/** Saves the data of a daemon at work; what it answers brings them back where none works. */
type Recipe = (daemon: ProcessDaemon) => Promise<() => Promise<void>>;

async function routa(...args: readonly string[]): Promise<void> {
  expect(await runRouta(args)).toMatchObject({ exitCode: 0 });
}

const byBackup: Recipe = async ({ data }) => {
  const file = join(tempDirectory(), 'backup.db');
  await routa('backup', file, '--data', data);
  return () => routa('restore', file, '--data', data);
};

/** Nothing has to be remembered here: a backup has no epoch that it could go on with. */
const byPuttingBackup: Recipe = async ({ data }) => {
  const file = join(tempDirectory(), 'backup.db');
  await routa('backup', file, '--data', data);
  return async () => copyFileSync(file, join(data, 'routa.db'));
};

const byCopy: Recipe = async (daemon) => {
  const copy = join(tempDirectory(), 'copy');
  await daemon.stop();
  cpSync(daemon.data, copy, { recursive: true });
  await daemon.start();
  return async () => {
    for (const name of readdirSync(daemon.data)) rmSync(join(daemon.data, name));
    cpSync(copy, daemon.data, { recursive: true });
  };
};

const byAdoptedCopy: Recipe = async (daemon) => {
  const restore = await byCopy(daemon);
  return async () => {
    await restore();
    await routa('restore', '--adopt', '--data', daemon.data);
  };
};

async function bringBack(daemon: ProcessDaemon, restore: () => Promise<void>): Promise<void> {
  await daemon.stop();
  await restore();
  await daemon.start();
}

/** Durable messages `before 1`, `before 2`, …; answers the number of the last one. */
async function notify(daemon: ProcessDaemon, user_id: number, event: string, count: number) {
  let last = 0;
  for (let data = 1; data <= count; data += 1) {
    const body = { role: 'rider', user_id, event, data } as const;
    last = (await daemon.api.call('notify', { body })).seq;
  }
  return last;
}

test.each([
  ['routa backup, and routa restore', byBackup],
  ['routa backup, and its file put in place by hand', byPuttingBackup],
  ['a copy of the stopped directory, and routa restore --adopt', byAdoptedCopy],
])('%s: who was away starts over, and misses nothing', SEVERAL_STARTS, async (_, save) => {
  const daemon = await processDaemon();
  await notify(daemon, 7, 'before', 3);
  const rider = await connectAs(daemon, 'rider:7', { acks: true });
  await rider.must({ type: 'ack', seq: 2 });
  const [{ epoch } = { epoch: '' }] = rider.all('authenticated');
  const once = { role: 'rider', user_id: 7, event: 'once', data: 1 } as const;
  const command = { body: once, idempotencyKey: 'k1' };
  await daemon.api.call('notify', command);
  const restore = await save(daemon);
  const seq = await notify(daemon, 7, 'lost', 3);

  await bringBack(daemon, restore);
  await notify(daemon, 7, 'after', 5);
  // Remembered answers came along: the command happens no second time.
  expect(await daemon.api.call('notify', command)).toMatchObject({ seq: 4 });
  const back = await connectAs(daemon, 'rider:7', { acks: true, resume: { epoch, seq } });
  await back.next('notification', { event: 'after', data: 5 });
  expect(back.received.map(({ type }) => type).slice(0, 2)).toEqual(['authenticated', 'snapshot']);
  expect(back.all('authenticated')).toMatchObject([{ resumed: false, from: 2, seq: 9 }]);
  expect(back.all('authenticated')[0]?.epoch).not.toBe(epoch);
  expect(back.all('notification').map(({ event, data }) => `${event} ${data}`)).toEqual([
    'before 3',
    'once 1',
    ...[1, 2, 3, 4, 5].map((data) => `after ${data}`),
  ]);
});

test('the client library shows each new message, whatever its number', SEVERAL_STARTS, async () => {
  const daemon = await processDaemon();
  const rider = await riderOf(daemon, 7);
  const { faults } = streamOf(rider);
  const shown: string[] = [];
  rider.client.on('notification', ({ event, data }) => shown.push(`${event} ${data}`));
  await rider.client.ready();
  await notify(daemon, 7, 'before', 3);
  const restore = await byAdoptedCopy(daemon);
  await notify(daemon, 7, 'lost', 3);
  await expect.poll(() => shown.at(-1), PATIENCE).toBe('lost 3');
  const seen = rider.client.position;

  await bringBack(daemon, restore);
  expect(await notify(daemon, 7, 'after', 2)).toBe(5);
  await expect.poll(() => shown.at(-1), PATIENCE).toBe('after 2');
  expect(shown.filter((each) => each.startsWith('after'))).toEqual(['after 1', 'after 2']);
  expect(faults).toEqual([]);
  expect([seen?.seq, rider.client.position?.seq]).toEqual([6, 5]);
  expect(rider.client.position?.epoch).not.toBe(seen?.epoch);
});

test('a trip that went back in time goes on', SEVERAL_STARTS, async () => {
  const daemon = await processDaemon();
  const { assignment, bookingId, driverId, riderId } = newCast();
  const admin = await adminOf(daemon, 1);
  const driver = await driverOf(daemon, driverId);
  const rider = await riderOf(daemon, riderId);
  const shown: string[] = [];
  rider.onBooking(({ status }) => shown.push(status));
  await admin.assign(assignment);
  await driver.accept(bookingId);
  const restore = await byBackup(daemon);
  await driver.onWay(bookingId);
  await driver.arrived(bookingId);
  await expect.poll(() => shown.at(-1), PATIENCE).toBe('arrived');

  await bringBack(daemon, restore);
  await expect.poll(() => shown.at(-1), PATIENCE).toBe('accepted');
  await driver.onWay(bookingId);
  await expect.poll(() => shown.slice(-2), PATIENCE).toEqual(['accepted', 'on_way']);
});

test('without a new epoch, old numbers would hide new messages', SEVERAL_STARTS, async () => {
  const daemon = await processDaemon();
  await notify(daemon, 7, 'before', 3);
  const rider = await connectAs(daemon, 'rider:7', { acks: true });
  const [{ epoch } = { epoch: '' }] = rider.all('authenticated');
  const restore = await byCopy(daemon);
  const resume = { epoch, seq: await notify(daemon, 7, 'lost', 3) };
  await bringBack(daemon, restore);

  // As long as its number is beyond the newest, a client is told to start over.
  await notify(daemon, 7, 'after', 2);
  const early = await connectAs(daemon, 'rider:7', { acks: true, resume });
  expect(early.all('authenticated')).toMatchObject([{ epoch, resumed: false, seq: 5 }]);

  // Later nobody can see it any more. This is what `routa restore --adopt` is for.
  await notify(daemon, 7, 'after', 2);
  const late = await connectAs(daemon, 'rider:7', { acks: true, resume });
  expect(late.all('authenticated')).toMatchObject([{ epoch, resumed: true, from: 6, seq: 7 }]);
  await late.next('notification', { event: 'after' });
  expect(late.all('notification')).toMatchObject([{ seq: 7 }]);
});
