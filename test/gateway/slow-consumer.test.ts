import { describe, expect, test } from 'vitest';
import type { ServerMessageOf } from '../../src/protocol/index.ts';
import { drive, openSceneWith } from '../support/scene.ts';
import type { SimulatedClient } from '../support/simulated-client.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { seqs } from '../support/transcript.ts';

const KIB = 1_024;

/** Fills what a client has not taken, until the daemon holds back. */
function clog(client: SimulatedClient, bytes = 65 * KIB): void {
  client.socket.stall();
  client.socket.bufferedBytes = bytes;
}

async function requestBookings(daemon: SimulatedDaemon, count: number, note: string) {
  const { dispatcher } = daemon.live.parts;
  const by = { role: 'admin', userId: '1' } as const;
  const requests = Array.from({ length: count }, (_, index) => {
    const places = { pickupLocation: 'Plaza', dropoffLocation: 'Pier', note };
    const ids = { bookingId: `b-${index}`, riderId: `r-${index}` };
    return dispatcher.submit({ kind: 'request', ...ids, ...places }, by);
  });
  await Promise.all(requests);
}

function bookingIdsOf({ bookings = [] }: ServerMessageOf<'room_joined'>) {
  return bookings.map(({ booking_id }) => booking_id);
}

async function tripWith(daemon: SimulatedDaemon) {
  const scene = await openSceneWith((name) => daemon.connectAs(name, { acks: true }));
  await drive(scene, 'on_way');
  await scene.rider.next('status_update', { status: 'on_way' });
  return scene;
}

describe('a client that is slow to read', () => {
  test('keeps only the newest position, and gets it when it has caught up', async () => {
    const daemon = await simulateDaemon();
    const { driver, rider } = await tripWith(daemon);
    clog(rider);
    for (let second = 1; second <= 5; second += 1) {
      daemon.clock.advance(1_000);
      const longitude = 121 + second / 1e4;
      await driver.must({ type: 'location_update', latitude: 14, longitude });
    }
    rider.socket.flow();
    daemon.clock.advance(250);
    expect(rider.all('location_update')).toMatchObject([{ longitude: 121.0005 }]);
    expect(daemon.live.parts.counters.dropped.get('coalesced')).toBe(4);
  });

  test('is sent durable messages later, all of them and in order', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7', { acks: true });
    clog(rider);
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const number of numbers) await daemon.notify('rider:7', `${number}`);
    daemon.clock.advance(1_000);
    rider.socket.flow();
    expect(rider.all('notification')).toEqual([]);
    daemon.clock.advance(250);
    await rider.next('notification', { event: '20' });
    expect(seqs(rider)).toEqual(numbers);
  });

  test('is not sent more of its queue than it takes', async () => {
    const daemon = await simulateDaemon();
    const data = 'x'.repeat(15 * KIB);
    for (let count = 1; count <= 30; count += 1) await daemon.notify('rider:7', `${count}`, data);
    const rider = daemon.open();
    rider.socket.stall();
    rider.send({ type: 'auth', token: await daemon.tokenFor('rider:7'), acks: true });
    await daemon.settled(() => rider.socket.bufferedBytes > 64 * KIB);
    daemon.clock.advance(5_000);
    expect(rider.socket.bufferedBytes).toBeLessThan(100 * KIB);
    for (let turn = 1; turn <= 10; turn += 1) {
      rider.socket.flow();
      rider.socket.stall();
      daemon.clock.advance(250);
      await daemon.store.countBookings();
      await daemon.store.countBookings();
    }
    rider.socket.flow();
    await daemon.passing(rider.next('notification', { event: '30' }));
    expect(seqs(rider)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('is closed 4001 when it takes nothing for 10 s, and is whole after a resume', async () => {
    const daemon = await simulateDaemon();
    const { driver, rider, riderId, booking } = await tripWith(daemon);
    clog(rider);
    await driver.must({ type: 'status_update', ...booking, status: 'arrived' });
    daemon.clock.advance(9_750);
    expect(daemon.live.gateway.size).toBe(3);
    daemon.clock.advance(500);
    rider.socket.flow();
    expect(rider.all('disconnect')).toMatchObject([{ code: 4001, reconnect: true }]);
    expect(await rider.closed).toBe(4001);
    const resume = { epoch: daemon.store.epoch, seq: seqs(rider).at(-1) ?? 0 };
    const again = await daemon.connectAs(`rider:${riderId}`, { acks: true, resume });
    await again.next('status_update', { status: 'arrived' });
    expect([...seqs(rider), ...seqs(again)]).toEqual([1, 2, 3, 4, 5]);
  });

  test('is not closed for an old stall that is long over', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7', { acks: true });
    clog(rider);
    daemon.clock.advance(9_000);
    rider.socket.flow();
    daemon.clock.advance(20_000);
    clog(rider);
    daemon.clock.advance(9_000);
    rider.socket.flow();
    expect(rider.all('disconnect')).toEqual([]);
  });

  test('is not closed while it takes something', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7', { acks: true });
    rider.answersPings = true;
    clog(rider, 900 * KIB);
    for (let second = 1; second <= 30; second += 1) {
      daemon.clock.advance(1_000);
      rider.socket.bufferedBytes -= KIB;
    }
    rider.socket.flow();
    expect(rider.all('disconnect')).toEqual([]);
  });

  test('is closed 4001 when more than 1 MiB waits for it', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7', { acks: true });
    clog(rider, KIB * KIB - 10);
    rider.send({ type: 'ping' });
    rider.socket.flow();
    expect(rider.all('disconnect')).toMatchObject([{ code: 4001, reconnect: true }]);
  });
});

describe('an admin who is slow to read', () => {
  test('is sent a long state page by page, as it takes it', async () => {
    const daemon = await simulateDaemon();
    const { fleet } = daemon.live.parts;
    for (let index = 0; index < 2_600; index += 1) {
      fleet.setCard({ driver_id: `driver-${index}`, name: 'x'.repeat(600) });
    }
    const admin = await daemon.connectAs('admin:1');
    admin.socket.stall();
    const joined = admin.ask({ type: 'join_room', room: 'fleet' });
    await daemon.settled(() => admin.socket.bufferedBytes > 64 * KIB);
    await daemon.store.countBookings();
    expect(admin.socket.bufferedBytes).toBeLessThan(500 * KIB);
    for (let page = 1; page <= 6; page += 1) {
      admin.socket.flow();
      admin.socket.stall();
      daemon.clock.advance(250);
      await daemon.store.countBookings();
    }
    admin.socket.flow();
    expect(await joined).toMatchObject({ type: 'ack' });
    const pages = admin.all('room_joined');
    expect(pages.map(({ more }) => more)).toEqual([true, true, true, true, true, false]);
    expect(pages.flatMap(({ drivers }) => drivers)).toHaveLength(2_600);
  });

  test('is read no more bookings for than a page of what it may hold', async () => {
    const limits: number[] = [];
    const daemon = await simulateDaemon(undefined, {
      spoil: ({ bookings }) => ({
        bookings: (filter) => {
          limits.push(filter.limit);
          return bookings(filter);
        },
      }),
    });
    await requestBookings(daemon, 700, '聖'.repeat(1_000));
    const admin = await daemon.connectAs('admin:1');
    admin.socket.stall();
    limits.length = 0;
    const joined = admin.ask({ type: 'join_room', room: 'bookings' });
    await daemon.settled(() => admin.socket.bufferedBytes > 64 * KIB);
    expect(admin.socket.bufferedBytes).toBeLessThan(KIB * KIB);
    expect(limits).toEqual([501]);
    admin.socket.flow();
    expect(await daemon.passing(joined)).toMatchObject({ type: 'ack' });
    const pages = admin.all('room_joined');
    expect(new Set(pages.flatMap(bookingIdsOf)).size).toBe(700);
    expect(pages.map(({ more }) => more).indexOf(false)).toBe(pages.length - 1);
    expect(Math.max(...pages.map((page) => JSON.stringify(page).length))).toBeLessThan(KIB * KIB);
  });

  test('misses no driver on the map, and costs the others nothing', async () => {
    const daemon = await simulateDaemon();
    const [slow, quick] = [await daemon.connectAs('admin:1'), await daemon.connectAs('admin:2')];
    const [a, b] = [await daemon.connectAs('driver:a'), await daemon.connectAs('driver:b')];
    for (const admin of [slow, quick]) await admin.must({ type: 'join_room', room: 'fleet' });
    daemon.clock.advance(1_000);
    clog(slow);
    a.send({ type: 'location_update', latitude: 14, longitude: 121 });
    daemon.clock.advance(1_000);
    b.send({ type: 'location_update', latitude: 14, longitude: 122 });
    daemon.clock.advance(1_000);
    slow.socket.flow();
    daemon.clock.advance(1_000);
    const driversOf = (admin: SimulatedClient) =>
      admin.all('fleet_update').map(({ drivers }) => drivers.map(({ driver_id }) => driver_id));
    expect(driversOf(slow).at(-1)?.sort()).toEqual(['a', 'b']);
    expect(driversOf(quick).slice(-2)).toEqual([['a'], ['b']]);
  });
});
