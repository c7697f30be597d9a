import { describe, expect, test } from 'vitest';
import type { ServerMessageOf } from '../../src/protocol/index.ts';
import { connectAs } from '../support/connect-as.ts';
import type { RawClient } from '../support/raw-client.ts';
import { drive, newCast, openScene } from '../support/scene.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();
type Page = ServerMessageOf<'room_joined'>;

async function join(client: RawClient, room: string): Promise<Page> {
  await client.must({ type: 'join_room', room });
  const pages = client.all('room_joined').filter((page) => page.room === room);
  const page = pages.at(-1);
  if (page === undefined) throw new Error(`${room} has no state`);
  return page;
}

describe('a room', () => {
  test('is joined with its present state, and left', async () => {
    const { admin } = await openScene(daemon);
    for (const room of ['fleet', 'bookings', 'stats', 'events', 'booking:1']) {
      expect(await join(admin, room)).toMatchObject({ room, more: false });
      await admin.must({ type: 'leave_room', room });
      expect(await admin.next('room_left', { room })).toEqual({ type: 'room_left', room });
    }
  });

  test('has one of the known names', async () => {
    const { admin } = await openScene(daemon);
    for (const room of ['kitchen', 'booking:', 'booking:a b', '__proto__', 'Fleet']) {
      const answer = await admin.ask({ type: 'join_room', room });
      expect(answer).toMatchObject({ code: 'invalid_message', details: { path: '/room' } });
    }
  });

  test('is for admins only', async () => {
    const { driver, rider } = await openScene(daemon);
    for (const client of [driver, rider]) {
      const answer = await client.ask({ type: 'join_room', room: 'bookings' });
      expect(answer).toMatchObject({ code: 'not_allowed' });
    }
  });

  test('is one of at most 64 of a connection', async () => {
    const admin = await connectAs(daemon, 'admin:many');
    for (let count = 1; count <= 64; count += 1) {
      await admin.must({ type: 'join_room', room: `booking:${count}` });
    }
    const further = { type: 'join_room', room: 'booking:65' };
    expect(await admin.ask(further)).toMatchObject({ code: 'conflict', temporary: false });
    await admin.must({ type: 'join_room', room: 'booking:64' });
    await admin.must({ type: 'leave_room', room: 'booking:64' });
    await admin.must(further);
  });

  test('is silent after it was left', async () => {
    const scene = await openScene(daemon);
    await scene.admin.must({ type: 'leave_room', room: 'bookings' });
    await drive(scene, 'on_way');
    await scene.admin.must({ type: 'ping' });
    expect(scene.admin.all('booking')).toEqual([]);
    expect(scene.admin.all('status_update')).toEqual([]);
  });
});

describe('the room of all bookings', () => {
  test('shows a new one whole and each step without seq', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const { booking } = await scene.admin.next('booking');
    expect(booking).toMatchObject({ ...scene.booking, rider_id: scene.riderId, status: 'pending' });
    for (const status of ['assigned', 'accepted'] as const) {
      const update = await scene.admin.next('status_update', { ...scene.booking, status });
      expect(update).toMatchObject({ driver: { driver_id: scene.driverId, name: 'Jun' } });
      expect(update).not.toHaveProperty('seq');
    }
  });

  test('begins with what is open, and leaves out what is over', async () => {
    const [open, over] = [await openScene(daemon), await openScene(daemon)];
    await Promise.all([drive(open, 'on_way'), drive(over, 'completed')]);
    const admin = await connectAs(daemon, 'admin:late');
    const { bookings = [] } = await join(admin, 'bookings');
    const shown = bookings.find(({ booking_id }) => booking_id === open.bookingId);
    expect(shown).toMatchObject({ status: 'on_way', driver: { name: 'Jun' }, version: 4 });
    expect(bookings.map(({ booking_id }) => booking_id)).not.toContain(over.bookingId);
  });

  test('comes in pages of at most 500', async () => {
    const town = await simulateDaemon();
    const request = (index: number) => ({
      kind: 'request' as const,
      bookingId: `b-${index}`,
      riderId: `r-${index}`,
      pickupLocation: 'Plaza',
      dropoffLocation: 'Pier',
    });
    const { dispatcher } = town.live.parts;
    const by = { role: 'admin', userId: '1' } as const;
    const ids = Array.from({ length: 1_001 }, (_, index) => index);
    await Promise.all(ids.map((index) => dispatcher.submit(request(index), by)));
    const admin = await town.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'bookings' });
    const pages = admin.all('room_joined');
    expect(pages.map(({ more, bookings }) => [bookings?.length, more])).toEqual([
      [500, true],
      [500, true],
      [1, false],
    ]);
    const shown = new Set(
      pages.flatMap(({ bookings = [] }) => bookings.map((each) => each.booking_id)),
    );
    expect(shown.size).toBe(1_001);
  });
});

describe('the room of one booking', () => {
  test("shows its steps and its driver's positions, and no other's", async () => {
    const [mine, theirs] = [await openScene(daemon), await openScene(daemon)];
    const admin = await connectAs(daemon, 'admin:one');
    await join(admin, `booking:${mine.bookingId}`);
    await Promise.all([drive(mine, 'on_way'), drive(theirs, 'on_way')]);
    const fix = { type: 'location_update', latitude: 14.3, longitude: 121 };
    await theirs.driver.must(fix);
    await mine.driver.must(fix);
    expect(await admin.next('location_update')).toMatchObject(mine.booking);
    const named = admin.received.flatMap((each) => ('booking_id' in each ? [each.booking_id] : []));
    expect(new Set(named)).toEqual(new Set([mine.bookingId]));
  });

  test("begins with the driver's last position while it is held", async () => {
    const scene = await openScene(daemon);
    const { driver, admin, booking, bookingId } = scene;
    const positionsNow = async () => (await join(admin, `booking:${bookingId}`)).positions;
    await driver.must({ type: 'location_update', latitude: 14.3, longitude: 121, timestamp: 7 });
    expect(await positionsNow()).toEqual([]);
    await drive(scene, 'assigned');
    expect(await positionsNow()).toEqual([]);
    await driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
    const position = { ...booking, latitude: 14.3, longitude: 121, timestamp: 7 };
    expect(await positionsNow()).toEqual([position]);
    await admin.must({ type: 'status_update', ...booking, status: 'cancelled' });
    expect(await positionsNow()).toEqual([]);
  });

  test('may be watched before there is one', async () => {
    const { assignment, booking, bookingId } = newCast();
    const admin = await connectAs(daemon, 'admin:early');
    expect(await join(admin, `booking:${bookingId}`)).toMatchObject({ bookings: [] });
    await admin.must(assignment);
    const update = await admin.next('status_update', { status: 'assigned' });
    expect(update).toMatchObject(booking);
  });
});

describe('the map of all drivers', () => {
  test.each([
    ['a south that is north of its north', [120, 15, 121, 14]],
    ['a west beyond the map', [-180.1, 14, 121, 15]],
    ['an east beyond the map', [120, 14, 1e9, 15]],
    ['a south beyond the map', [120, -90.5, 121, 15]],
    ['a north beyond the map', [120, 14, 121, 91]],
  ])('is not joined with %s', async (_what, bbox) => {
    const { admin } = await openScene(daemon);
    const answer = await admin.ask({ type: 'join_room', room: 'fleet', bbox });
    expect(answer).toMatchObject({ code: 'invalid_message', details: { path: '/bbox' } });
    expect(admin.all('room_joined').filter(({ room }) => room === 'fleet')).toEqual([]);
    await admin.must({ type: 'join_room', room: 'fleet', bbox: [-180, -90, 180, 90] });
  });

  test('says who is there, who is asked, and who is on a trip', async () => {
    const scene = await openScene(daemon);
    const stateNow = async () => {
      const { drivers = [] } = await join(scene.admin, 'fleet');
      return drivers.find(({ driver_id }) => driver_id === scene.driverId);
    };
    expect(await stateNow()).toMatchObject({ online: true, state: 'free', name: 'Jun' });
    await drive(scene, 'assigned');
    expect(await stateNow()).toMatchObject({ state: 'offered', ...scene.booking });
    await scene.driver.must({ type: 'driver_response', ...scene.booking, response: 'accepted' });
    await scene.driver.must({ type: 'location_update', latitude: 14, longitude: 121.5 });
    expect(await stateNow()).toMatchObject({ state: 'busy', ...scene.booking, longitude: 121.5 });
    await scene.admin.must({ type: 'status_update', ...scene.booking, status: 'cancelled' });
    expect(await stateNow()).toMatchObject({ state: 'free' });
  });
});

test('the figures come once a second', async () => {
  const town = await simulateDaemon();
  const [admin] = [await town.connectAs('admin:1'), await town.connectAs('driver:1')];
  await admin.must({ type: 'join_room', room: 'stats' });
  expect(admin.all('room_joined')[0]?.stats).toMatchObject({
    connections: { admin: 1, driver: 1 },
  });
  town.clock.advance(3_000);
  expect(admin.all('stats')).toHaveLength(3);
  expect(admin.all('stats').at(-1)?.stats).toMatchObject({ uptime_s: 3 });
});
