import { expect, test } from 'vitest';
import { connectAs } from '../support/connect-as.ts';
import { drive, openScene, STEPS } from '../support/scene.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();

test('a rider knows the driver from accepted to completed', async () => {
  const scene = await openScene(daemon);
  await drive(scene, 'completed');
  await scene.rider.next('status_update', { status: 'completed' });
  const known = scene.rider
    .all('status_update')
    .map(({ status, driver }) => [status, driver?.driver_id ?? null]);
  const during = ['accepted', ...STEPS].map((status) => [status, scene.driverId]);
  expect(known).toEqual([['pending', null], ['assigned', null], ...during]);
});

test('a rider no longer knows a driver who has given up, or was cancelled', async () => {
  for (const [end, by] of [
    ['pending', 'driver'],
    ['cancelled', 'rider'],
  ] as const) {
    const scene = await openScene(daemon);
    await drive(scene, 'on_way');
    await scene[by].must({ type: 'status_update', ...scene.booking, status: end });
    await scene.rider.next('status_update', { status: 'on_way' });
    expect(await scene.rider.next('status_update', { status: end })).not.toHaveProperty('driver');
  }
});

test('a snapshot shows the driver to the rider at the same times', async () => {
  const scene = await openScene(daemon);
  const cardInSnapshot = async () => {
    const again = await connectAs(daemon, `rider:${scene.riderId}`);
    return (await again.next('snapshot')).bookings.map(({ driver }) => driver?.name ?? null);
  };
  await drive(scene, 'assigned');
  expect(await cardInSnapshot()).toEqual([null]);
  await scene.driver.must({ type: 'driver_response', ...scene.booking, response: 'accepted' });
  expect(await cardInSnapshot()).toEqual(['Jun']);
});

test('the card says what the token of the driver said', async () => {
  const scene = await openScene(daemon);
  const traits = { name: 'Jun', vehicle: 'TR-104', phone: '+63 900 000 0000' };
  await daemon.tokenFor(`driver:${scene.driverId}`, traits);
  await drive(scene, 'accepted');
  const { driver } = await scene.rider.next('status_update', { status: 'accepted' });
  expect(driver).toEqual({ driver_id: scene.driverId, ...traits });
});
