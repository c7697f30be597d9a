import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { ADMIN, driver, fresh, POLICY, refusalOf, rider, sceneOf, succeed } from './scene.ts';

const busy = (reason: string) => ({ code: 'conflict', details: { reason } });

export function exclusivityContract(store: () => Store): void {
  it('offers a driver one booking at a time', async () => {
    const { book, assign, respond } = sceneOf(store());
    const [first, second, driverId] = [await book(), await book(), fresh('driver')];
    succeed(await assign(first.bookingId, driverId));
    const outcome = await assign(second.bookingId, driverId);
    expect(refusalOf(outcome)).toMatchObject(busy('driver_has_offer'));
    expect(await store().transitions(second.bookingId)).toHaveLength(1);

    succeed(await respond(first.bookingId, driverId, 'declined'));
    succeed(await assign(second.bookingId, driverId));
  });

  it('lets a driver hold one trip at a time, and be offered the next', async () => {
    const { ride, book, assign, respond } = sceneOf(store());
    const [{ driverId }, next] = [await ride(), await book()];
    succeed(await assign(next.bookingId, driverId));
    const outcome = await respond(next.bookingId, driverId, 'accepted');
    expect(refusalOf(outcome)).toMatchObject(busy('driver_busy'));
    expect(await store().booking(next.bookingId)).toMatchObject({ status: 'assigned' });
  });

  it('lets a rider have one open booking', async () => {
    const { book, request, status } = sceneOf(store());
    const { bookingId, riderId } = await book();
    const again = await request(fresh('booking'), riderId);
    expect(refusalOf(again)).toMatchObject(busy('rider_has_booking'));

    succeed(await status(bookingId, 'cancelled', rider(riderId)));
    succeed(await request(fresh('booking'), riderId));
  });

  it('lets a rider have several by policy, and finish them under another', async () => {
    const { request, assign } = sceneOf(store());
    const policy = { ...POLICY, oneBookingPerRider: false };
    const [one, two, riderId] = [fresh('booking'), fresh('booking'), fresh('rider')];
    succeed(await request(one, riderId, { policy }));
    succeed(await request(two, riderId, { policy }));
    succeed(await assign(one, fresh('driver')));
    succeed(await assign(two, fresh('driver')));
  });

  it('lets two admins assign the same driver at once: both succeed, one assignment', async () => {
    const { book, run } = sceneOf(store());
    const { bookingId } = await book();
    const driverId = fresh('driver');
    const assign = { kind: 'assign', bookingId, driverId } as const;
    const outcomes = await Promise.all([
      run(assign, ADMIN),
      run(assign, { role: 'admin', userId: '2' }),
    ]);
    const steps = outcomes.map((outcome) => succeed(outcome).steps.length);
    expect(steps.sort()).toEqual([0, 1]);
    expect(await store().streamState(driver(driverId))).toMatchObject({ newestSeq: 1 });
  });

  it('lets the first of two admins win who assign different drivers at once', async () => {
    const { book, assign } = sceneOf(store());
    const { bookingId } = await book();
    const [first, second] = await Promise.all([
      assign(bookingId, fresh('driver')),
      assign(bookingId, fresh('driver')),
    ]);
    succeed(first);
    expect(refusalOf(second)).toMatchObject({
      code: 'conflict',
      details: { status: 'assigned', next: expect.any(Array) },
    });
  });

  it('gives one of two bookings to a driver for whom both are meant at once', async () => {
    const { book, assign } = sceneOf(store());
    const [one, two, driverId] = [await book(), await book(), fresh('driver')];
    const outcomes = await Promise.all([
      assign(one.bookingId, driverId),
      assign(two.bookingId, driverId),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await store().liveBookings(driver(driverId))).toHaveLength(1);
  });
}
