import { expect, test } from 'vitest';
import { connectAs } from './support/connect-as.ts';
import { sharedDaemon } from './support/process-daemon.ts';
import type { Answer, RawClient } from './support/raw-client.ts';
import { drive, openScene, PLACES } from './support/scene.ts';

/** Who may touch what, and what happens where two want the same. */
const daemon = sharedDaemon();

test('two admins assign the same driver at once: both succeed, with one assignment', async () => {
  const { admin, driver, rider, booking, assignment, riderId } = await openScene(daemon);
  const colleague = await connectAs(daemon, `admin:${riderId + 1}`);
  const answers = await Promise.all([admin.ask(assignment), colleague.ask(assignment)]);
  const result = { ...booking, status: 'assigned', version: 2 };
  expect(answers).toMatchObject([
    { type: 'ack', result },
    { type: 'ack', result },
  ]);

  const { events } = await daemon.api.call('listTransitions', { params: booking });
  expect(events.map(({ to, round }) => [to, round])).toEqual([
    ['pending', 0],
    ['assigned', 1],
  ]);
  await Promise.all([driver.must({ type: 'ping' }), rider.must({ type: 'ping' })]);
  expect(driver.all('driver_assigned')).toHaveLength(1);
});

test('two admins assign different drivers at once: the second gets a conflict', async () => {
  const { admin, assignment, booking, driverId, otherDriverId, riderId } = await openScene(daemon);
  const colleague = await connectAs(daemon, `admin:${riderId + 1}`);
  const drivers = [driverId, otherDriverId];
  const answers = await Promise.all([
    admin.ask(assignment),
    colleague.ask({ ...assignment, driver_id: otherDriverId }),
  ]);
  expect(answers.map(({ type }) => type).sort()).toEqual(['ack', 'error']);
  expect(answers.find(({ type }) => type === 'error')).toMatchObject({
    code: 'conflict',
    temporary: false,
    details: {
      reason: 'other_driver',
      status: 'assigned',
      next: ['declined', 'pending', 'cancelled'],
    },
  });

  const view = await daemon.api.call('getBooking', { params: booking });
  expect(view.driver_id).toBe(drivers[answers.findIndex(({ type }) => type === 'ack')]);
});

test('a driver has one open assignment, and a rider one booking', async () => {
  const { admin, driver, rider, assignment, booking, otherDriverId, riderId } =
    await openScene(daemon);
  await admin.must(assignment);
  const second = { ...assignment, booking_id: booking.booking_id + 1 };
  const [sameDriver, sameRider] = await Promise.all([
    admin.ask({ ...second, rider_id: riderId + 1 }),
    admin.ask({ ...second, driver_id: otherDriverId }),
  ]);
  expect([sameDriver, sameRider]).toMatchObject([{ code: 'conflict' }, { code: 'conflict' }]);
  const own = await rider.ask({ type: 'request_booking', ...PLACES });
  expect(own).toMatchObject({ code: 'conflict' });

  await driver.must({ type: 'driver_response', ...booking, response: 'declined' });
  await rider.must({ type: 'status_update', ...booking, status: 'cancelled' });
  await admin.must(second);
});

/** What an answer says, without the number of the booking that was asked for. */
async function wordsOf(client: RawClient, message: object, bookingId: number): Promise<string> {
  const { id: _, ...answer }: Answer = await client.ask({ ...message, booking_id: bookingId });
  return JSON.stringify(answer).replaceAll(String(bookingId), 'ID');
}

const TOUCHES = [
  { who: 'driver', message: { type: 'driver_response', response: 'accepted' } },
  { who: 'driver', message: { type: 'driver_response', response: 'declined' } },
  { who: 'driver', message: { type: 'status_update', status: 'on_way' } },
  { who: 'driver', message: { type: 'status_update', status: 'cancelled', reason: 'no_show' } },
  { who: 'rider', message: { type: 'status_update', status: 'cancelled' } },
  { who: 'rider', message: { type: 'rate_booking', rating: 1 } },
];

test.each(['assigned', 'accepted', 'completed'] as const)(
  "to a stranger another's %s booking looks like a missing one",
  async (status) => {
    const scene = await openScene(daemon);
    const { bookingId, otherDriverId, riderId, booking } = scene;
    const strangers = {
      driver: await connectAs(daemon, `driver:${otherDriverId}`),
      rider: await connectAs(daemon, `rider:${riderId + 1}`),
    };
    await drive(scene, status);
    const before = await daemon.api.call('listTransitions', { params: booking });
    for (const { who, message } of TOUCHES) {
      const stranger = strangers[who === 'driver' ? 'driver' : 'rider'];
      const words = await wordsOf(stranger, message, bookingId);
      expect(words).toContain('"not_found"');
      expect(words).toBe(await wordsOf(stranger, message, bookingId + 1));
    }
    expect(await daemon.api.call('listTransitions', { params: booking })).toEqual(before);
  },
);

test('nobody does what their role may never do', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking, assignment } = scene;
  await drive(scene, 'assigned');
  const accept = { type: 'driver_response', ...booking, response: 'accepted' };
  const tries: [RawClient, object][] = [
    [rider, accept],
    [admin, accept],
    [rider, { type: 'status_update', ...booking, status: 'on_way' }],
    [rider, { type: 'status_update', ...booking, status: 'completed' }],
    [rider, assignment],
    [driver, assignment],
    [driver, { type: 'rate_booking', ...booking, rating: 5 }],
    [admin, { type: 'rate_booking', ...booking, rating: 5 }],
    [rider, { type: 'location_update', latitude: 14, longitude: 121 }],
    [rider, { type: 'join_room', room: 'fleet' }],
    [driver, { type: 'join_room', room: `booking:${booking.booking_id}` }],
    [driver, { type: 'notify', user_id: 1, role: 'rider', event: 'promo' }],
    [rider, { type: 'request_booking', rider_id: 1, ...PLACES }],
  ];
  for (const [client, message] of tries) {
    const answer = await client.ask(message);
    expect(answer, JSON.stringify(message)).toMatchObject({ code: 'not_allowed' });
  }
  const view = await daemon.api.call('getBooking', { params: booking });
  expect(view).toMatchObject({ status: 'assigned', version: 2 });
});

test('who asks for what is already so succeeds and changes nothing', async () => {
  const scene = await openScene(daemon);
  const { admin, driver, rider, booking } = scene;
  await drive(scene, 'on_way');
  const result = { ...booking, status: 'on_way', version: 4 };
  for (const client of [driver, admin, rider]) {
    const answer = await client.ask({ type: 'status_update', ...booking, status: 'on_way' });
    expect(answer).toMatchObject({ type: 'ack', result });
  }
  const passed = await driver.ask({ type: 'driver_response', ...booking, response: 'accepted' });
  expect(passed).toMatchObject({ code: 'illegal_transition', details: { status: 'on_way' } });
});
