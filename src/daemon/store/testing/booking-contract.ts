import { expect, it } from 'vitest';
import { replay } from '../../../core/index.ts';
import type { Store } from '../store.ts';
import { ADMIN, driver, fresh, NOW_MS, refusalOf, rider, sceneOf, succeed } from './scene.ts';

export function bookingContract(store: () => Store): void {
  it('answers a request with the booking and tells its rider', async () => {
    const { request } = sceneOf(store());
    const [bookingId, riderId] = [fresh('booking'), fresh('rider')];
    const outcome = succeed(await request(bookingId, riderId));

    expect(outcome.answer).toEqual({ bookingId, riderId, status: 'pending', version: 1 });
    expect(outcome.steps.map(({ transition }) => transition.to)).toEqual(['pending']);
    expect(outcome.deliveries).toMatchObject([{ user: rider(riderId), seq: 1 }]);
    expect(await store().booking(bookingId)).toEqual(outcome.steps[0]?.booking);
  });

  it('writes a log from which the booking can be made again', async () => {
    const { ride, status, run } = sceneOf(store());
    const { bookingId, driverId, riderId } = await ride();
    for (const next of ['on_way', 'arrived', 'started', 'completed'] as const) {
      succeed(await status(bookingId, next, driver(driverId)));
    }
    const booking = await store().booking(bookingId);
    const log = await store().transitions(bookingId);
    expect(log.map(({ to }) => to).join(' ')).toBe(
      'pending assigned accepted on_way arrived started completed',
    );
    expect(replay(log)).toEqual(booking);

    const rate = { kind: 'rate', bookingId, rating: 5, comment: 'kind' } as const;
    expect(succeed(await run(rate, rider(riderId))).rated).toBe(true);
    expect((await store().booking(bookingId))?.rating).toEqual({
      rating: 5,
      comment: 'kind',
      at: NOW_MS,
    });
  });

  it('keeps every field of a booking and of its log', async () => {
    const { run } = sceneOf(store());
    const bookingId = fresh('booking');
    const places = {
      pickupLocation: 'Plaza',
      dropoffLocation: 'Pier',
      pickup: { latitude: 12.9, longitude: 124.1 },
      dropoff: { latitude: 12.8, longitude: 124.2 },
      note: 'two bags',
    };
    const assign = { kind: 'assign', bookingId, driverId: fresh('driver') } as const;
    const position = { latitude: 12.91, longitude: 124.11 };
    const create = { ...assign, riderId: fresh('rider'), places, timeoutMs: 1_000.4 };
    const { steps } = succeed(await run(create, ADMIN, { position }));

    expect(await store().booking(bookingId)).toEqual(steps.at(-1)?.booking);
    expect(await store().booking(bookingId)).toMatchObject({
      ...places,
      expiresAt: NOW_MS + 1_000,
    });
    expect(await store().transitions(bookingId)).toEqual(steps.map((step) => step.transition));
    expect(steps.at(-1)?.transition).toMatchObject({ position, places });
  });

  it('gives a refusal as a value and changes nothing', async () => {
    const { book, status } = sceneOf(store());
    const { bookingId, riderId } = await book();
    const before = await store().booking(bookingId);
    const outcome = await status(bookingId, 'started', ADMIN);

    expect(refusalOf(outcome)).toMatchObject({ code: 'illegal_transition' });
    expect(await store().booking(bookingId)).toEqual(before);
    expect(await store().streamState(rider(riderId))).toMatchObject({ newestSeq: 1 });
  });

  it('commits a forced change of drivers as one: both steps or none', async () => {
    const { ride, run } = sceneOf(store());
    const { bookingId, driverId, riderId } = await ride();
    const next = fresh('driver');
    const force = { kind: 'assign', bookingId, driverId: next, force: true } as const;
    const { steps, deliveries } = succeed(await run(force, ADMIN));

    expect(steps.map(({ transition }) => transition.to)).toEqual(['pending', 'assigned']);
    expect(deliveries.map(({ user, json }) => [user, JSON.parse(json).type])).toEqual([
      [rider(riderId), 'status_update'],
      [driver(driverId), 'status_update'],
      [rider(riderId), 'status_update'],
      [driver(next), 'driver_assigned'],
    ]);
  });

  it('lists bookings newest first, filtered and in pages', async () => {
    const { book, assign, status } = sceneOf(store());
    const driverId = fresh('driver');
    const booked = [await book(), await book(), await book()].map(({ bookingId }) => bookingId);
    const [first = '', second = '', third = ''] = booked;
    succeed(await assign(second, driverId));
    succeed(await status(third, 'cancelled', ADMIN));
    const ids = async (filter: object) =>
      (await store().bookings({ limit: 100, ...filter })).map(({ bookingId }) => bookingId);

    expect((await ids({})).filter((id) => booked.includes(id))).toEqual([third, second, first]);
    expect(await ids({ driverId })).toEqual([second]);
    expect(await ids({ status: ['cancelled'], limit: 1 })).toEqual([third]);
    expect(await ids({ open: true, limit: 2 })).toEqual([second, first]);
    expect(await ids({ open: true, limit: 1, after: second })).toEqual([first]);
    expect(await ids({ open: false, after: third })).not.toContain(third);
    expect(await ids({ open: true, riderId: fresh('rider') })).toEqual([]);
  });

  it('counts bookings by status', async () => {
    const { book, status } = sceneOf(store());
    const before = await store().countBookings();
    await book();
    const { bookingId } = await book();
    succeed(await status(bookingId, 'cancelled', ADMIN));
    const after = await store().countBookings();

    expect((after.pending ?? 0) - (before.pending ?? 0)).toBe(1);
    expect((after.cancelled ?? 0) - (before.cancelled ?? 0)).toBe(1);
  });

  it('shows a user the bookings that are live for them', async () => {
    const { ride, book, assign } = sceneOf(store());
    const { bookingId, riderId, driverId } = await ride();
    const offered = await book();
    succeed(await assign(offered.bookingId, driverId));
    const live = async (user: Parameters<Store['liveBookings']>[0]) =>
      (await store().liveBookings(user)).map((booking) => booking.bookingId);

    expect(await live(rider(riderId))).toEqual([bookingId]);
    expect(await live(driver(driverId))).toEqual([offered.bookingId, bookingId]);
    expect(await live(driver(riderId))).toEqual([]);
    expect(await live({ role: 'admin', userId: '1' })).toEqual([]);
  });

  it('stores a fix that comes twice once', async () => {
    const point = {
      driverId: fresh('driver'),
      bookingId: null,
      latitude: 12.9,
      longitude: 124.1,
      heading: null,
      speed: 3.5,
      accuracy: null,
      sentAtMs: NOW_MS + 0.25,
      fixAtMs: NOW_MS + 0.25,
      receivedAtMs: NOW_MS,
    };
    const later = { ...point, sentAtMs: NOW_MS + 1_000, fixAtMs: NOW_MS + 1_000 };
    expect(await store().appendTrack([point, later])).toEqual({ ok: true, stored: 2 });
    // What is believed of the phone's clock may have changed meanwhile.
    const again = { ...point, fixAtMs: NOW_MS - 500 };
    expect(await store().appendTrack([again])).toEqual({ ok: true, stored: 0 });
  });
}
