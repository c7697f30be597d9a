import { expect, test } from 'vitest';
import { connectAs } from './support/connect-as.ts';
import { sharedDaemon } from './support/process-daemon.ts';
import { drive, openScene, PLACES, STEPS } from './support/scene.ts';
import { seqs, statusesOf } from './support/transcript.ts';

/**
 * The story of a trip, with clients that speak the bare protocol to a daemon in its own process.
 */
const daemon = sharedDaemon();

test('a trip is seen by everybody, from the assignment to the rating', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking, bookingId, driverId, riderId } = scene;

  expect(await admin.must(scene.assignment)).toEqual({
    ...booking,
    status: 'assigned',
    version: 2,
    online: true,
  });
  const offer = await driver.next('driver_assigned', booking);
  expect(offer).toMatchObject({ rider_id: riderId, ...PLACES, version: 2, seq: 1 });
  expect((await admin.next('booking')).booking).toMatchObject({ ...booking, status: 'pending' });

  await driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
  const told = await rider.next('status_update', { ...booking, status: 'accepted' });
  expect(told).toMatchObject({ by: 'driver', driver: { driver_id: driverId, name: 'Jun' } });

  for (const status of STEPS) {
    await driver.must({ type: 'status_update', ...booking, status });
    const update = { ...booking, status, by: 'driver' };
    const [seenByRider, seenByAdmin] = await Promise.all([
      rider.next('status_update', update),
      admin.next('status_update', update),
    ]);
    expect(seenByAdmin.version).toBe(seenByRider.version);
  }
  await rider.must({ type: 'rate_booking', ...booking, rating: 5, comment: 'Salamat' });

  const trip = ['accepted', ...STEPS];
  expect(statusesOf(rider, bookingId)).toEqual(['pending', 'assigned', ...trip]);
  expect(statusesOf(driver, bookingId)).toEqual(trip);
  expect(statusesOf(admin, bookingId)).toEqual(['assigned', ...trip]);
  expect(seqs(rider)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(seqs(driver)).toEqual([1, 2, 3, 4, 5, 6]);
  const view = await daemon.api.call('getBooking', { params: booking });
  expect(view).toMatchObject({ status: 'completed', rating: 5, comment: 'Salamat', round: 1 });
});

test('a rider sees where the driver is from accepting to the end, and no longer', async () => {
  const scene = await openScene(daemon);
  const { driver, rider, booking } = scene;
  const fix = { type: 'location_update', latitude: 14.0, longitude: 121.3 };
  await drive(scene, 'assigned');
  await driver.must({ ...fix, timestamp: 1_700_000_000_000 });

  await driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
  await driver.must({ ...fix, timestamp: 1_700_000_001_000.5 });
  const seen = await rider.next('location_update', booking);
  expect(seen).toMatchObject({ latitude: 14.0, timestamp: 1_700_000_001_000.5 });

  for (const status of STEPS) await driver.must({ type: 'status_update', ...booking, status });
  await rider.next('status_update', { ...booking, status: 'completed' });
  await driver.must({ ...fix, timestamp: 1_700_000_002_000 });
  await rider.must({ type: 'ping' });
  expect(rider.all('location_update')).toEqual([seen]);
});

test('a declined booking goes to another driver, and not to the first one again', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking, otherDriverId, driverId } = scene;
  const other = await connectAs(daemon, `driver:${otherDriverId}`);
  await drive(scene, 'assigned');

  await driver.must({ type: 'driver_response', ...booking, response: 'declined', reason: 'far' });
  const declined = { ...booking, status: 'declined', reason: 'far', by: 'driver' } as const;
  await Promise.all([rider.next('status_update', declined), admin.next('status_update', declined)]);
  const again = { type: 'assign_driver', ...booking, driver_id: driverId };
  expect(await admin.ask(again)).toMatchObject({
    code: 'conflict',
    details: { reason: 'excluded', status: 'declined', next: ['assigned', 'cancelled'] },
  });

  await admin.must({ ...again, driver_id: otherDriverId });
  expect(await other.next('driver_assigned', booking)).toMatchObject(PLACES);
  await other.must({ type: 'driver_response', ...booking, response: 'accepted' });
  const { driver: card } = await rider.next('status_update', { ...booking, status: 'accepted' });
  expect(card?.driver_id).toBe(otherDriverId);
  const late = await driver.ask({ type: 'driver_response', ...booking, response: 'accepted' });
  expect(late).toMatchObject({ code: 'not_found' });
});

test('an assignment that nobody answers expires', async () => {
  const { admin, driver, rider, booking, assignment } = await openScene(daemon);
  await admin.must({ ...assignment, timeout_ms: 1_000 });
  await driver.next('driver_assigned', booking);

  const expired = { ...booking, status: 'declined', reason: 'expired', by: 'system' } as const;
  await Promise.all([
    driver.next('status_update', expired),
    rider.next('status_update', expired),
    admin.next('status_update', expired),
  ]);
  const late = await driver.ask({ type: 'driver_response', ...booking, response: 'accepted' });
  expect(late).toMatchObject({ code: 'illegal_transition', details: { status: 'declined' } });
});

test('a driver that another one replaces by force is told, and so is the rider', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking, otherDriverId } = scene;
  const other = await connectAs(daemon, `driver:${otherDriverId}`);
  await drive(scene, 'on_way');
  const replacement = { type: 'assign_driver', ...booking, driver_id: otherDriverId };
  expect(await admin.ask(replacement)).toMatchObject({
    code: 'conflict',
    details: { reason: 'other_driver', status: 'on_way' },
  });

  await admin.must({ ...replacement, force: true });
  const takenBack = { ...booking, status: 'pending', reason: 'replaced', by: 'admin' } as const;
  await Promise.all([
    driver.next('status_update', takenBack),
    rider.next('status_update', takenBack),
    other.next('driver_assigned', booking),
  ]);
  const assigned = await rider.next('status_update', { ...booking, status: 'assigned' });
  expect(assigned).not.toHaveProperty('driver');

  await other.must({ type: 'driver_response', ...booking, response: 'accepted' });
  for (const status of ['on_way', 'arrived', 'started']) {
    await other.must({ type: 'status_update', ...booking, status });
  }
  const tooLate = await admin.ask({ ...scene.assignment, force: true });
  expect(tooLate).toMatchObject({ code: 'illegal_transition', details: { status: 'started' } });
});
