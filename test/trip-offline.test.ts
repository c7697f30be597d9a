import { expect, test } from 'vitest';
import { connectAs, connectWith } from './support/connect-as.ts';
import { sharedDaemon } from './support/process-daemon.ts';
import { drive, openScene, type Scene } from './support/scene.ts';
import { seqs, statusesOf } from './support/transcript.ts';

/** A rider who is away for a part of the trip hears of every step afterwards, once. */
const daemon = sharedDaemon();

/** The trip goes on for as far as `statuses` say. */
async function go({ driver, booking }: Scene, ...statuses: string[]): Promise<void> {
  for (const status of statuses) await driver.must({ type: 'status_update', ...booking, status });
}

/** How far the rider's stream has been acknowledged; looking does not acknowledge anything. */
async function acknowledged(token: string): Promise<number> {
  const client = await connectWith(daemon, { token, autoPong: false });
  const [{ from } = { from: -1 }] = client.all('authenticated');
  await client.vanish();
  return from;
}

/** A scene whose rider has gone after `assigned`, with the token to come back with. */
async function sceneWithoutRider() {
  const scene = await openScene(daemon);
  await scene.rider.vanish();
  const token = await daemon.tokenFor(`rider:${scene.riderId}`);
  return { ...scene, token };
}

test('a rider who resumes gets what came in between, and no snapshot', async () => {
  const { token, ...scene } = await sceneWithoutRider();
  const { booking, bookingId } = scene;
  const before = await connectWith(daemon, { token, acks: true });
  const epoch = before.all('authenticated')[0]?.epoch ?? '';
  await drive(scene, 'assigned');
  const { seq = 0 } = await before.next('status_update', { ...booking, status: 'assigned' });
  await before.vanish();

  await scene.driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
  await go(scene, 'on_way', 'arrived');
  const after = await connectWith(daemon, { token, acks: true, resume: { epoch, seq } });
  expect(after.all('authenticated')).toMatchObject([{ epoch, from: 2, seq: 5, resumed: true }]);
  await after.next('status_update', { ...booking, status: 'arrived' });
  await go(scene, 'started', 'completed');
  await after.next('status_update', { ...booking, status: 'completed' });

  expect(statusesOf(after, bookingId)).toEqual([
    'accepted',
    'on_way',
    'arrived',
    'started',
    'completed',
  ]);
  expect(seqs(after)).toEqual([3, 4, 5, 6, 7]);
  expect(after.all('snapshot')).toEqual([]);
  expect(after.received.filter((message) => 'replayed' in message)).toEqual([]);
});

test('a rider who starts anew gets the present, then what was not acknowledged', async () => {
  const { token, ...scene } = await sceneWithoutRider();
  const { booking, driverId } = scene;
  const before = await connectWith(daemon, { token, acks: true });
  await drive(scene, 'accepted');
  await before.next('status_update', { ...booking, status: 'accepted' });
  await before.must({ type: 'ack', seq: 2 });
  await before.vanish();

  await go(scene, 'on_way', 'arrived');
  const after = await connectWith(daemon, { token, acks: true });
  expect(after.all('authenticated')).toMatchObject([{ from: 2, seq: 5, resumed: false }]);
  const { bookings } = await after.next('snapshot');
  expect(bookings).toMatchObject([
    { ...booking, status: 'arrived', version: 5, driver: { driver_id: driverId } },
  ]);
  await after.next('status_update', { status: 'arrived', replayed: true });
  await go(scene, 'started');
  expect(await after.next('status_update')).not.toHaveProperty('replayed');
  expect(seqs(after)).toEqual([3, 4, 5, 6]);
});

test('a rider who comes back after the end hears how it ended', async () => {
  const { token, ...scene } = await sceneWithoutRider();
  await drive(scene, 'completed');
  const after = await connectWith(daemon, { token, acks: true });
  expect(await after.next('snapshot')).toEqual({ type: 'snapshot', bookings: [], positions: [] });
  await after.next('status_update', { status: 'completed', replayed: true });
  expect(seqs(after)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  await after.must({ type: 'ack', seq: 7 });
  expect(await acknowledged(token)).toBe(7);
});

test('a script without acks hears nothing twice that its Pongs have covered', async () => {
  const { token, ...scene } = await sceneWithoutRider();
  const before = await connectWith(daemon, { token });
  await drive(scene, 'accepted');
  await expect.poll(() => acknowledged(token), { timeout: 10_000 }).toBe(3);
  await before.vanish();

  await go(scene, 'on_way', 'arrived');
  const after = await connectWith(daemon, { token });
  await after.next('snapshot');
  await after.next('status_update', { status: 'arrived', replayed: true });
  expect(seqs(after)).toEqual([4, 5]);
  await expect.poll(() => acknowledged(token), { timeout: 10_000 }).toBe(5);
});

test('a script that answers no Ping hears it all again, whatever else it sends', async () => {
  const { token, ...scene } = await sceneWithoutRider();
  const before = await connectWith(daemon, { token, autoPong: false });
  await drive(scene, 'accepted');
  await before.next('status_update', { status: 'accepted' });
  await before.must({ type: 'ping' });
  await before.vanish();
  const after = await connectWith(daemon, { token, autoPong: false });
  await after.next('status_update', { status: 'accepted', replayed: true });
  expect(seqs(after)).toEqual([1, 2, 3]);
});

test('what one device has acknowledged stays resumable for another', async () => {
  const { token, ...scene } = await sceneWithoutRider();
  const phone = await connectWith(daemon, { token, acks: true, device: 'phone' });
  const epoch = phone.all('authenticated')[0]?.epoch ?? '';
  await drive(scene, 'on_way');
  await phone.next('status_update', { status: 'on_way' });
  await phone.must({ type: 'ack', seq: 4 });

  const tab = { token, acks: true, device: 'tab', resume: { epoch, seq: 1 } };
  const resumed = await connectWith(daemon, tab);
  await resumed.next('status_update', { status: 'on_way' });
  expect(seqs(resumed)).toEqual([2, 3, 4]);
});

test.each([
  { words: 'of another history', resume: { epoch: 'another', seq: 1 } },
  { words: 'beyond the newest', resume: { seq: 99 } },
])('a position $words is answered as if there were none', async ({ resume }) => {
  const { token, ...scene } = await sceneWithoutRider();
  await drive(scene, 'assigned');
  const first = await connectWith(daemon, { token, acks: true });
  const epoch = first.all('authenticated')[0]?.epoch ?? '';
  const second = await connectWith(daemon, { token, acks: true, resume: { epoch, ...resume } });
  expect(second.all('authenticated')).toMatchObject([{ resumed: false, from: 0, epoch }]);
  await second.next('snapshot');
  await second.next('status_update', { status: 'assigned', replayed: true });
  expect(seqs(second)).toEqual([1, 2]);
});

test('an offer that expired while the driver was away rings for nobody', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking, driverId, assignment } = scene;
  await driver.vanish();
  const { result } = (await admin.ask({ ...assignment, timeout_ms: 1_000 })) as { result: object };
  expect(result).toMatchObject({ status: 'assigned', online: false });
  await rider.next('status_update', { ...booking, status: 'declined', reason: 'expired' });

  // Who asks for acks is told of each number; a simple script would ring for the offer.
  const app = await connectAs(daemon, `driver:${driverId}`, { acks: true });
  const script = await connectAs(daemon, `driver:${driverId}`, { autoPong: false });
  for (const client of [app, script]) {
    expect(await client.next('snapshot')).toMatchObject({ bookings: [] });
    await client.next('status_update', { status: 'declined', replayed: true });
  }
  expect(app.all('driver_assigned')).toMatchObject([{ seq: 1, replayed: true }]);
  expect(script.all('driver_assigned')).toEqual([]);
  expect(seqs(script)).toEqual([2]);
});
