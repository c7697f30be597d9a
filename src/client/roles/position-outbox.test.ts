import { describe, expect, test } from 'vitest';
import type { Fix } from '../../protocol/index.ts';
import { driverClient } from '../index.ts';
import { clientWorld, next, status } from '../testing/client-world.ts';
import type { ScriptedPeer } from '../testing/scripted-daemon.ts';

const world = clientWorld();
const fixAt = (timestamp: number): Fix => ({ latitude: 14, longitude: 121, timestamp });

async function driving(limits = {}) {
  const { client, peer } = await world().open({ limits });
  const driver = driverClient(client, { clock: world().clock, limits });
  return { client, peer, driver };
}

/** A driver without network, whose phone took fixes at these times meanwhile. */
async function drivingOffline(times: readonly number[], limits = {}) {
  const { client, peer, driver } = await driving(limits);
  peer.break();
  await status(client, 'offline');
  for (const at of times) driver.sendPosition(fixAt(at));
  return { client, driver };
}

/** The times of so many fixes in a row. */
const row = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** The next session, in which the client first has to say something. */
async function comeBack(client: Parameters<typeof status>[0]): Promise<ScriptedPeer> {
  await world().comeBack(client);
  return world().daemon.session({ session: 's2', resumed: true });
}

test('a position goes out live, with the time of its fix', async () => {
  const { peer, driver } = await driving();
  driver.sendPosition(fixAt(5));
  expect(await peer.received()).toMatchObject({ type: 'location_update', ...fixAt(5) });
  driver.sendPosition({ latitude: 1, longitude: 2 });
  expect(await peer.received()).toMatchObject({ timestamp: world().clock.now() });
});

test('one position in five seconds asks whether they arrive', async () => {
  const { peer, driver } = await driving();
  for (const ms of [0, 4_999, 1]) {
    world().clock.advance(ms);
    driver.sendPosition(fixAt(world().clock.now()));
  }
  const messages = [await peer.received(), await peer.received(), await peer.received()];
  expect(messages.map(({ id }) => id)).toEqual(['position-1', undefined, undefined]);
  peer.send({ type: 'ack', id: 'position-1' });
});

test('positions that vanish make the connection prove that it lives', async () => {
  const { client, peer, driver } = await driving();
  for (const ms of [0, 9_999, 1, 1]) {
    world().clock.advance(ms);
    driver.sendPosition(fixAt(world().clock.now()));
  }
  expect(client.status.state).toBe('stale');
  const messages = [];
  for (let count = 0; count < 5; count += 1) messages.push((await peer.received()).type);
  expect(messages.filter((type) => type === 'ping').length).toBe(1);
});

test('positions that vanished do not hurry back who has to wait', async () => {
  const { client, peer, driver } = await driving();
  driver.sendPosition(fixAt(0));
  await peer.received();
  const stopping = { code: 4000, reason: 'stopping', reconnect: true, retry_after_ms: 60_000 };
  peer.send({ type: 'disconnect', ...stopping });
  peer.close(4000);
  const { nextRetryAt } = await status(client, 'offline');
  expect(nextRetryAt).toBe(world().clock.now() + 30_000);
  for (let second = 1; second < 30; second += 1) {
    world().clock.advance(1_000);
    driver.sendPosition(fixAt(second));
    expect(client.status.state).toBe('offline');
  }
  world().clock.advance(1_000);
  const again = await world().daemon.session({ session: 's2', resumed: true });
  expect(await again.received()).toMatchObject({ timestamp: 29 });
});

describe('after a lost connection', () => {
  test('the newest comes first, and the rest in order as a batch', async () => {
    const { client, driver } = await drivingOffline([1, 2, 3]);
    expect(driver.positions).toEqual({ waiting: 3, dropped: 0 });
    const again = await comeBack(client);
    expect(await again.received()).toMatchObject({ type: 'location_update', timestamp: 3 });
    expect(await again.acknowledge()).toMatchObject({
      type: 'location_batch',
      points: [fixAt(1), fixAt(2)],
    });
    expect(driver.positions.waiting).toBe(0);
  });

  test('what may not have arrived is sent again, and what was confirmed is not', async () => {
    const { client, peer, driver } = await driving();
    driver.sendPosition(fixAt(1));
    const { id } = await peer.received();
    driver.sendPosition(fixAt(2));
    driver.sendPosition(fixAt(3));
    peer.send({ type: 'ack', id });
    await next(client, 'ack');
    peer.break();
    const again = await comeBack(client);
    expect(await again.received()).toMatchObject({ type: 'location_update', timestamp: 3 });
    expect(await again.received()).toMatchObject({ points: [fixAt(2)] });
  });

  test('a batch without an answer goes out again under the same id', async () => {
    const { client } = await drivingOffline([1, 2]);
    const second = await comeBack(client);
    await second.received();
    const batch = await second.received();
    second.break();
    await world().comeBack(client);
    const third = await world().daemon.session({ session: 's3', resumed: true });
    expect(await third.received()).toMatchObject({ type: 'location_update', timestamp: 2 });
    expect(await third.acknowledge()).toEqual(batch);
  });

  test('a batch has at most a hundred, and the next follows its answer', async () => {
    const { client } = await drivingOffline(row(151));
    const again = await comeBack(client);
    await again.received();
    const lengths = [await again.acknowledge(), await again.acknowledge()].map(pointsOf);
    expect(lengths).toEqual([100, 50]);
  });

  test('a batch that the daemon will never take is given up', async () => {
    const { client, driver } = await drivingOffline(row(102));
    const again = await comeBack(client);
    await again.received();
    await again.refuse('invalid_message');
    expect(pointsOf(await again.acknowledge())).toBe(1);
    expect(driver.positions).toEqual({ waiting: 0, dropped: 100 });
  });

  test('a batch of which one point is refused is only that point shorter', async () => {
    const { client, driver } = await drivingOffline([1, 2, 3, 4]);
    const again = await comeBack(client);
    await again.received();
    await again.refuse('invalid_message', { details: { path: '/points/1/latitude' } });
    await next(client, 'error');
    await Promise.resolve();
    expect(driver.positions).toEqual({ waiting: 2, dropped: 1 });
    driver.sendPosition(fixAt(5));
    expect(await again.received()).toMatchObject({ timestamp: 5 });
    expect(await again.acknowledge()).toMatchObject({ points: [fixAt(1), fixAt(3)] });
  });

  test.each(['/points', '/points/9/latitude', undefined])(
    'a batch that is refused at %s is given up',
    async (path) => {
      const { client, driver } = await drivingOffline([1, 2, 3]);
      const again = await comeBack(client);
      await again.received();
      await again.refuse('invalid_message', { details: { path } });
      await next(client, 'error');
      await Promise.resolve();
      expect(driver.positions).toEqual({ waiting: 0, dropped: 2 });
    },
  );

  test('a batch waits for its answer however long nobody can be reached', async () => {
    const { client, driver } = await drivingOffline([1, 2]);
    const second = await comeBack(client);
    await second.received();
    const batch = await second.received();
    second.break();
    await status(client, 'offline');
    client.wake();
    const silent = await world().daemon.peer();
    world().clock.advance(3_600_000);
    await silent.closed;
    client.wake();
    const third = await world().daemon.session({ session: 's3', resumed: true });
    await third.received();
    expect(await third.acknowledge()).toEqual(batch);
    expect(driver.positions).toEqual({ waiting: 0, dropped: 0 });
  });

  test('a batch that the daemon could not take now waits for the next position', async () => {
    const { client, driver } = await drivingOffline([1, 2], { retriesMax: 0 });
    const again = await comeBack(client);
    await again.received();
    await again.refuse('internal', { temporary: true });
    await next(client, 'error');
    await Promise.resolve();
    expect(driver.positions).toEqual({ waiting: 1, dropped: 0 });
    driver.sendPosition(fixAt(3));
    expect(await again.received()).toMatchObject({ timestamp: 3 });
    expect(await again.acknowledge()).toMatchObject({ points: [fixAt(1)] });
  });

  test('the oldest are dropped when too many wait', async () => {
    const { driver } = await drivingOffline([1, 2, 3], { positionsMax: 2 });
    expect(driver.positions).toEqual({ waiting: 2, dropped: 1 });
  });
});

test('a refreshed token is no new session', async () => {
  const { client, peer, driver } = await driving();
  driver.sendPosition(fixAt(1));
  await peer.received();
  const refreshed = client.refresh('rt_2');
  const { id } = await peer.received();
  peer.send({ ...client.session, type: 'authenticated' });
  peer.send({ type: 'ack', id });
  await refreshed;
  driver.sendPosition(fixAt(2));
  expect(await peer.received()).toMatchObject({ timestamp: 2 });
});

function pointsOf(message: Readonly<Record<string, unknown>>): number {
  return Array.isArray(message.points) ? message.points.length : 0;
}
