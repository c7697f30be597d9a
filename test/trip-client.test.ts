import { expect, test } from 'vitest';
import type { BookingState, Rider } from '../src/client/index.ts';
import { adminOf, driverOf, riderOf, streamOf } from './support/people.ts';
import { sharedDaemon } from './support/process-daemon.ts';
import { newCast, PLACES } from './support/scene.ts';

/** The story of a trip as apps tell it that are made with the client library. */
const daemon = sharedDaemon();
const PATIENCE = { timeout: 10_000 };
const TRIP = ['accepted', 'on_way', 'arrived', 'started', 'completed'];

function shownTo(rider: Rider): BookingState[] {
  const shown: BookingState[] = [];
  rider.onBooking((booking) => shown.push(booking));
  return shown;
}

const statuses = (shown: readonly BookingState[]) => shown.map(({ status }) => status);

test('apps that only listen and answer bring a request to its rating', async () => {
  const { driverId, riderId } = newCast();
  const admin = await adminOf(daemon, 1);
  const driver = await driverOf(daemon, driverId);
  const rider = await riderOf(daemon, riderId);
  const shown = shownTo(rider);
  const faults = [admin, driver, rider].map((person) => streamOf(person).faults);
  const done: Promise<unknown>[] = [];

  await admin.watchBookings({
    bookings: (shown) => {
      const asked = shown.filter((each) => each.rider_id === riderId && each.status === 'pending');
      for (const { booking_id } of asked)
        done.push(admin.assign({ booking_id, driver_id: driverId }));
    },
    changed: () => {},
  });
  driver.onOffer(({ booking_id }) => done.push(driver.accept(booking_id)));
  driver.onBooking(({ booking_id, status }) => {
    if (status === 'accepted') done.push(driver.onWay(booking_id));
    if (status === 'on_way') done.push(driver.arrived(booking_id));
    if (status === 'arrived') done.push(driver.start(booking_id));
    if (status === 'started') done.push(driver.complete(booking_id));
  });
  const { booking_id } = await rider.request(PLACES);
  await expect.poll(() => statuses(shown), PATIENCE).toContain('completed');
  await rider.rate(booking_id, 5);
  await Promise.all(done);

  expect(statuses(shown)).toEqual(['pending', 'assigned', ...TRIP]);
  expect(shown.at(-1)?.driver?.driver_id).toBe(driverId);
  expect(faults.flat()).toEqual([]);
  const view = await daemon.api.call('getBooking', { params: { booking_id } });
  expect(view).toMatchObject({ status: 'completed', rating: 5 });
});

test('a dispatcher who sees a decline finds another driver', async () => {
  const { assignment, bookingId, driverId, otherDriverId, riderId } = newCast();
  const admin = await adminOf(daemon, 1);
  const driver = await driverOf(daemon, driverId);
  const other = await driverOf(daemon, otherDriverId);
  const rider = await riderOf(daemon, riderId);
  const shown = shownTo(rider);
  const done: Promise<unknown>[] = [];

  await admin.watchBookings({
    bookings: () => {},
    changed: ({ booking_id, status }) => {
      if (booking_id !== bookingId || status !== 'declined') return;
      done.push(admin.assign({ booking_id, driver_id: otherDriverId }));
    },
  });
  driver.onOffer((offer) => done.push(driver.decline(offer.booking_id, 'far')));
  other.onOffer((offer) => done.push(other.accept(offer.booking_id)));
  // A rider who connects later is shown the present only, without how it came about.
  await rider.client.ready();
  await admin.assign(assignment);
  await expect.poll(() => statuses(shown), PATIENCE).toContain('accepted');
  await Promise.all(done);

  expect(statuses(shown)).toEqual(['pending', 'assigned', 'declined', 'assigned', 'accepted']);
  expect(shown.at(-1)?.driver?.driver_id).toBe(otherDriverId);
});

test('of two dispatchers with different drivers, one is told what stands in the way', async () => {
  const { assignment, otherDriverId } = newCast();
  const [first, second] = await Promise.all([adminOf(daemon, 1), adminOf(daemon, 2)]);
  const outcomes = await Promise.allSettled([
    first.assign(assignment),
    second.assign({ ...assignment, driver_id: otherDriverId }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: {
      name: 'ClientError',
      code: 'conflict',
      temporary: false,
      details: { reason: 'other_driver', status: 'assigned' },
    },
  });
});

test('a page that was closed goes on from its position', async () => {
  const { assignment, bookingId, driverId, riderId } = newCast();
  const admin = await adminOf(daemon, 1);
  const driver = await driverOf(daemon, driverId);
  const page = await riderOf(daemon, riderId);
  const before = streamOf(page);
  await admin.assign(assignment);
  await driver.accept(bookingId);
  await expect.poll(() => before.seqs, PATIENCE).toEqual([1, 2, 3]);
  const resume = page.client.position;
  await page.close();
  if (resume === null) throw new Error('the page has no position');

  await driver.onWay(bookingId);
  await driver.arrived(bookingId);
  const reopened = await riderOf(daemon, riderId, { resume });
  const after = streamOf(reopened);
  await driver.start(bookingId);
  await driver.complete(bookingId);
  await expect.poll(() => after.seqs, PATIENCE).toEqual([4, 5, 6, 7]);
  expect(reopened.client.session).toMatchObject({ resumed: true, from: 3 });
  expect(before).toEqual({ seqs: [1, 2, 3], faults: [] });
  expect(after.faults).toEqual([]);
});

test('a page without a position is shown the present, and nothing older after it', async () => {
  const { assignment, bookingId, driverId, riderId } = newCast();
  const admin = await adminOf(daemon, 1);
  const driver = await driverOf(daemon, driverId);
  await admin.assign(assignment);
  await driver.accept(bookingId);
  await driver.onWay(bookingId);

  const rider = await riderOf(daemon, riderId);
  const shown = shownTo(rider);
  const stream = streamOf(rider);
  await rider.client.ready();
  await driver.arrived(bookingId);
  await expect.poll(() => stream.seqs, PATIENCE).toEqual([1, 2, 3, 4, 5]);
  expect(statuses(shown)).toEqual(['on_way', 'arrived']);
});
