import { expect, test } from 'vitest';
import { connectAs } from './support/connect-as.ts';
import { sharedDaemon } from './support/process-daemon.ts';
import { drive, openScene } from './support/scene.ts';

/** The other ways in which a trip ends or changes hands, each asked for by somebody else. */
const daemon = sharedDaemon();

test('the rider cancels before the start: driver and admin are told who and why', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking } = scene;
  await drive(scene, 'arrived');
  const cancel = { type: 'status_update', ...booking, status: 'cancelled' };
  await rider.must({ ...cancel, reason: 'changed_plans', message: 'Sorry po' });

  const cancelled = { ...booking, status: 'cancelled', by: 'rider' } as const;
  const why = { reason: 'changed_plans', message: 'Sorry po' };
  await Promise.all([
    driver.next('status_update', { ...cancelled, ...why }),
    admin.next('status_update', { ...cancelled, ...why }),
    rider.next('status_update', { ...cancelled, ...why }),
  ]);
  const late = await driver.ask({ type: 'status_update', ...booking, status: 'started' });
  expect(late).toMatchObject({
    code: 'illegal_transition',
    details: { status: 'cancelled', next: [] },
  });
});

test('the rider cancels a request that nobody has taken yet', async () => {
  const { admin, rider } = await openScene(daemon);
  const request = { type: 'request_booking', pickup_location: 'Plaza', dropoff_location: 'Pier' };
  const made = await rider.ask(request);
  const booking = { booking_id: expect.stringMatching(/^b_/) };
  expect(made).toMatchObject({ result: { ...booking, status: 'pending', version: 1 } });
  const { booking: shown } = await admin.next('booking');

  const { booking_id } = shown;
  await rider.must({ type: 'status_update', booking_id, status: 'cancelled' });
  await admin.next('status_update', { booking_id, status: 'cancelled', by: 'rider' });
});

test('the rider cannot cancel a trip that has started, and an admin can', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking } = scene;
  await drive(scene, 'started');
  const cancel = { type: 'status_update', ...booking, status: 'cancelled', reason: 'breakdown' };
  expect(await rider.ask(cancel)).toMatchObject({
    code: 'illegal_transition',
    details: { status: 'started', next: [] },
  });

  await admin.must(cancel);
  const cancelled = { ...booking, status: 'cancelled', by: 'admin', reason: 'breakdown' } as const;
  await Promise.all([
    driver.next('status_update', cancelled),
    rider.next('status_update', cancelled),
  ]);
});

test.each([
  { asked: 'pending', words: 'gives the booking up' },
  { asked: 'cancelled', words: 'cancels, which counts as giving up' },
])('a driver who $words leaves it to another one', async ({ asked }) => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking, otherDriverId } = scene;
  const other = await connectAs(daemon, `driver:${otherDriverId}`);
  await drive(scene, 'on_way');
  await driver.must({ type: 'status_update', ...booking, status: asked, reason: 'flat_tyre' });
  const free = { ...booking, status: 'pending', by: 'driver', reason: 'flat_tyre' } as const;
  await Promise.all([rider.next('status_update', free), admin.next('status_update', free)]);
  expect(await admin.ask(scene.assignment)).toMatchObject({ details: { reason: 'excluded' } });

  await admin.must({ type: 'assign_driver', ...booking, driver_id: otherDriverId });
  await other.next('driver_assigned', booking);
  await other.must({ type: 'driver_response', ...booking, response: 'accepted' });
  await rider.next('status_update', { ...booking, status: 'accepted' });
});

test('an admin takes the booking back from its driver', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking } = scene;
  await drive(scene, 'accepted');
  await admin.must({ type: 'status_update', ...booking, status: 'pending' });
  const free = { ...booking, status: 'pending', by: 'admin' } as const;
  await Promise.all([driver.next('status_update', free), rider.next('status_update', free)]);

  await admin.must(scene.assignment);
  await driver.next('driver_assigned', booking);
});

test('a driver whose rider does not show up ends the trip, after having arrived only', async () => {
  const scene = await openScene(daemon);
  const { driver, rider, booking } = scene;
  await drive(scene, 'arrived');
  const noShow = { type: 'status_update', ...booking, status: 'cancelled', reason: 'no_show' };
  await driver.must(noShow);
  const ended = { ...booking, status: 'cancelled', by: 'driver', reason: 'no_show' } as const;
  await rider.next('status_update', ended);
  const view = await daemon.api.call('getBooking', { params: booking });
  expect(view).toMatchObject({ status: 'cancelled', reason: 'no_show' });
});
