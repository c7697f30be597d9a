import { describe, expect, test } from 'vitest';
import { adminClient, type BookingState, driverClient, type Offer, riderClient } from '../index.ts';
import { clientWorld, next } from '../testing/client-world.ts';
import type { ScriptedPeer } from '../testing/scripted-daemon.ts';

const world = clientWorld();
const PLACES = { pickup_location: 'Plaza', dropoff_location: 'Pier' };
const WHY = { reason: 'rain', message: 'Too wet' };

/** What a verb says on the wire, without its id. */
function saying(peer: ScriptedPeer) {
  return async (result: Promise<unknown>): Promise<object> => {
    const { id: _, ...command } = await peer.acknowledge();
    await result;
    return command;
  };
}

test('a driver says what happens to a booking', async () => {
  const { client, peer } = await world().open();
  const driver = driverClient(client);
  const say = saying(peer);
  const response = { type: 'driver_response', booking_id: 4 };
  const update = { type: 'status_update', booking_id: 4 };
  expect(await say(driver.accept(4))).toEqual({ ...response, response: 'accepted' });
  expect(await say(driver.decline(4, 'far'))).toEqual({
    ...response,
    response: 'declined',
    reason: 'far',
  });
  expect(await say(driver.onWay(4))).toEqual({ ...update, status: 'on_way' });
  expect(await say(driver.arrived(4))).toEqual({ ...update, status: 'arrived' });
  expect(await say(driver.start(4))).toEqual({ ...update, status: 'started' });
  expect(await say(driver.complete(4))).toEqual({ ...update, status: 'completed' });
  expect(await say(driver.giveUp(4))).toEqual({ ...update, status: 'pending' });
  expect(await say(driver.noShow(4))).toEqual({
    ...update,
    status: 'cancelled',
    reason: 'no_show',
  });
});

test('a rider asks, cancels and rates', async () => {
  const { client, peer } = await world().open();
  const rider = riderClient(client);
  const say = saying(peer);
  expect(await say(rider.request(PLACES))).toEqual({ type: 'request_booking', ...PLACES });
  expect(await say(rider.cancel('b_1', 'late'))).toEqual({
    type: 'status_update',
    booking_id: 'b_1',
    status: 'cancelled',
    reason: 'late',
  });
  expect(await say(rider.rate('b_1', 5, 'kind'))).toEqual({
    type: 'rate_booking',
    booking_id: 'b_1',
    rating: 5,
    comment: 'kind',
  });
});

test('an admin requests, assigns, moves and notifies', async () => {
  const { client, peer } = await world().open();
  const admin = adminClient(client);
  const say = saying(peer);
  const update = { type: 'status_update', booking_id: 4 };
  expect(await say(admin.request({ rider_id: 3, ...PLACES }))).toEqual({
    type: 'request_booking',
    rider_id: 3,
    ...PLACES,
  });
  expect(await say(admin.assign({ booking_id: 4, driver_id: 7 }))).toEqual({
    type: 'assign_driver',
    booking_id: 4,
    driver_id: 7,
  });
  expect(await say(admin.takeBack(4))).toEqual({ ...update, status: 'pending' });
  expect(await say(admin.cancel(4, WHY))).toEqual({ ...update, status: 'cancelled', ...WHY });
  const note = { role: 'driver', user_id: 7, event: 'chat', data: { text: 'hi' } } as const;
  expect(await say(admin.notify(note))).toEqual({ type: 'notify', ...note });
});

describe('what a driver is shown', () => {
  const offer = { type: 'driver_assigned', booking_id: 4, rider_id: 3, ...PLACES };
  const changed = { type: 'status_update', booking_id: 4, timestamp: 1, by: 'admin' };

  test('begins with the snapshot, and leaves out what is older', async () => {
    const client = world().connect();
    const offers: Offer[] = [];
    const bookings: BookingState[] = [];
    const driver = driverClient(client);
    driver.onOffer((each) => offers.push(each));
    driver.onBooking((each) => bookings.push(each));
    const peer = await world().daemon.session({ seq: 3 });
    const assigned = { booking_id: 4, rider_id: 3, ...PLACES, version: 5, status: 'assigned' };
    peer.send({ type: 'snapshot', bookings: [assigned], positions: [] });
    peer.send({ ...offer, version: 5, expires_at: 2e12, seq: 1, replayed: true });
    peer.send({ ...changed, status: 'declined', version: 3, seq: 2, replayed: true });
    peer.send({ ...changed, status: 'cancelled', version: 6, seq: 3, replayed: true });
    await next(client, 'durable', ({ seq }) => seq === 3);
    expect(offers).toEqual([assigned]);
    expect(bookings.map(({ version }) => version)).toEqual([5, 6]);
  });

  test('is the one offer that is still open where it resumes, with the time it has', async () => {
    const client = world().connect({ resume: { epoch: 'e1', seq: 0 } });
    const offers: Offer[] = [];
    driverClient(client).onOffer((each) => offers.push(each));
    const open = { booking_id: 5, version: 1, expires_at: 4_000_000 };
    const session = { epoch: 'e1', from: 0, seq: 3, resumed: true, server_time: 3_970_000 };
    const peer = await world().daemon.session({ ...session, offer: open });
    peer.send({ ...offer, version: 1, expires_at: 5_000_000, seq: 1 });
    peer.send({ ...offer, booking_id: 5, version: 1, expires_at: 400_000, seq: 2 });
    peer.send({ ...offer, booking_id: 6, version: 1, expires_at: 5_000_000, seq: 3 });
    await next(client, 'durable', ({ seq }) => seq === 3);
    expect(offers).toMatchObject([open]);
  });

  test('is each offer that comes live, also after the clock was set back', async () => {
    const client = world().connect();
    const offers: Offer[] = [];
    driverClient(client).onOffer((each) => offers.push(each));
    const peer = await world().daemon.session({ from: 2, seq: 2, server_time: 1_000_000 });
    peer.send({ ...offer, version: 1, expires_at: 60_000, seq: 3 });
    await next(client, 'durable', ({ seq }) => seq === 3);
    expect(offers.map(({ booking_id }) => booking_id)).toEqual([4]);
  });

  test('ends when it stops listening', async () => {
    const { client, peer } = await world().open();
    let heard = 0;
    const stop = driverClient(client).onBooking(() => {
      heard += 1;
    });
    peer.send({ ...changed, status: 'accepted', version: 2 });
    await next(client, 'status_update');
    stop();
    peer.send({ ...changed, status: 'on_way', version: 3 });
    await next(client, 'status_update');
    expect(heard).toBe(1);
  });
});

test('a rider sees where the driver is', async () => {
  const { client, peer } = await world().open();
  const seen: unknown[] = [];
  riderClient(client).onPosition((position) => seen.push(position));
  const position = { type: 'location_update', booking_id: 4, latitude: 1, longitude: 2 };
  peer.send({ ...position, timestamp: 3 });
  await next(client, 'location_update');
  expect(seen).toEqual([{ ...position, timestamp: 3 }]);
});

describe('what a dispatcher watches', () => {
  test('begins with the state of the room', async () => {
    const { client, peer } = await world().open({ user: { role: 'admin', userId: '1' } });
    const seen: unknown[] = [];
    const watching = adminClient(client).watchFleet((drivers) => seen.push(drivers));
    const join = await peer.received();
    const updated = next(client, 'fleet_update');
    peer.send({ type: 'room_joined', room: 'fleet', more: false, drivers: [1] });
    peer.send({ type: 'room_joined', room: 'stats', more: false });
    peer.send({ type: 'ack', id: join.id });
    peer.send({ type: 'fleet_update', drivers: [2] });
    const stop = await watching;
    await updated;
    const stopped = stop();
    expect(await peer.acknowledge()).toMatchObject({ type: 'leave_room', room: 'fleet' });
    await stopped;
    peer.send({ type: 'fleet_update', drivers: [3] });
    await next(client, 'fleet_update');
    expect(seen).toEqual([[1], [2]]);
  });

  test('needs not be left by whoever was closed before', async () => {
    const { client, peer } = await world().open({ user: { role: 'admin', userId: '1' } });
    const watching = adminClient(client).watchStats(() => {});
    await peer.acknowledge();
    const stop = await watching;
    await client.close();
    await expect(stop()).resolves.toBe(undefined);
  });

  test('shows nothing that is older than what was shown', async () => {
    const { client, peer } = await world().open();
    const seen: string[] = [];
    const watching = adminClient(client).watchBookings({
      bookings: (views) => seen.push(...views.map(({ version }) => `booking ${version}`)),
      changed: ({ version }, { status }) => seen.push(`step ${version} ${status}`),
      settled: (open) => seen.push(`open ${open.length}`),
    });
    const join = await peer.received();
    const page = { type: 'room_joined', room: 'bookings' };
    const view = { booking_id: 4, status: 'pending', version: 5, round: 0 };
    peer.send({ ...page, more: true, bookings: [view] });
    for (const version of [5, 6])
      peer.send({ type: 'status_update', booking_id: 4, status: 'assigned', version });
    peer.send({ ...page, more: false, bookings: [view] });
    peer.send({ type: 'ack', id: join.id });
    const added = next(client, 'booking');
    peer.send({ type: 'booking', booking: { ...view, booking_id: 8, version: 1 } });
    await Promise.all([watching, added]);
    expect(seen).toEqual(['booking 5', 'step 6 assigned', 'open 1', 'booking 1']);
  });

  test('begins anew after a lost connection, without what ended meanwhile', async () => {
    const { client, peer } = await world().open();
    const open: unknown[] = [];
    const watching = adminClient(client).watchBookings({
      bookings: () => {},
      changed: () => {},
      settled: (views) => open.push(views.map(({ booking_id }) => booking_id)),
    });
    const state = (...ids: number[]) => {
      const bookings = ids.map((booking_id) => ({ booking_id, status: 'pending', version: 1 }));
      return { type: 'room_joined', room: 'bookings', more: false, bookings };
    };
    peer.send(state(4, 8));
    await peer.acknowledge();
    await watching;
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ session: 's2' });
    again.send(state(8));
    await next(client, 'room_joined');
    expect(open).toEqual([[4, 8], [8]]);
  });

  test('tells of drivers who do not exist any more', async () => {
    const { client, peer } = await world().open();
    const seen: unknown[] = [];
    const watching = adminClient(client).watchFleet((drivers, gone) => seen.push([drivers, gone]));
    await peer.acknowledge();
    await watching;
    peer.send({ type: 'fleet_update', drivers: [1] });
    peer.send({ type: 'fleet_update', drivers: [], gone: [7] });
    await next(client, 'fleet_update', ({ gone }) => gone !== undefined);
    expect(seen).toEqual([
      [[1], []],
      [[], [7]],
    ]);
  });

  test('goes on for others when one of them stops', async () => {
    const { client, peer } = await world().open();
    const admin = adminClient(client);
    const seen: unknown[] = [];
    const watch = async (name: string) => {
      const watching = admin.watchFleet(() => seen.push(name));
      await peer.acknowledge();
      return watching;
    };
    const stops = [await watch('one'), await watch('two')];
    await stops[0]?.();
    peer.send({ type: 'fleet_update', drivers: [] });
    await next(client, 'fleet_update');
    expect(seen).toEqual(['two']);
    const stopped = stops[1]?.();
    expect(await peer.acknowledge()).toMatchObject({ type: 'leave_room', room: 'fleet' });
    await stopped;
  });

  test('is nothing when the daemon does not let it in', async () => {
    const { client, peer } = await world().open();
    const watching = adminClient(client).watchStats(() => {});
    await Promise.all([
      expect(watching).rejects.toMatchObject({ code: 'not_allowed' }),
      peer.refuse('not_allowed'),
    ]);
  });
});
