import { describe, expect, test } from 'vitest';
import { simulateDaemon } from '../support/simulated-daemon.ts';

describe('a driver of a simulation', () => {
  test('is gone from the map when the simulation was erased, even with an open offer', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:sim-1-7');
    const real = await daemon.connectAs('driver:7');
    const admin = await daemon.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'fleet' });
    const { fleet, tokens, bus } = daemon.live.parts;
    await admin.must({
      type: 'assign_driver',
      booking_id: 'sim-1-b',
      driver_id: 'sim-1-7',
      rider_id: 'sim-1-8',
      pickup_location: 'Here',
      dropoff_location: 'There',
    });
    await tokens.revoke({ userIdPrefix: 'sim-1-' });
    while (await daemon.store.eraseUsers('sim-1-'));
    bus.publish('erased', { userIdPrefix: 'sim-1-' });
    await driver.closed;
    real.vanish();
    await real.closed;
    daemon.clock.advance(10_000);
    await daemon.settled(() => fleet.driver('sim-1-7') === null);
    expect(fleet.drivers()).toMatchObject([{ driver_id: 7, online: false }]);
    daemon.clock.advance(1_000);
    expect(admin.all('fleet_update').flatMap(({ gone }) => gone ?? [])).toContain('sim-1-7');
  });
});

describe('the name of a driver', () => {
  test('is on the map with the driver, although the token is newer than the daemon', async () => {
    const daemon = await simulateDaemon();
    const admin = await daemon.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'fleet' });
    await daemon.connectAs('driver:7', { name: 'Jun' });
    const { fleet } = daemon.live.parts;
    await daemon.settled(() => fleet.driver('7')?.name === 'Jun');
    daemon.clock.advance(1_000);
    expect(admin.all('fleet_update').at(-1)?.drivers).toMatchObject([{ name: 'Jun' }]);
  });
});

describe('the map of all drivers', () => {
  const fixAt = (longitude: number) => ({ type: 'location_update', latitude: 14, longitude });

  test('is sent what has changed, many in one frame, at most once a second', async () => {
    const town = await simulateDaemon();
    const admin = await town.connectAs('admin:1');
    const drivers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => town.connectAs(`driver:${index}`)),
    );
    await admin.must({ type: 'join_room', room: 'fleet' });
    for (const [index, driver] of drivers.entries()) driver.send(fixAt(121 + index / 1e4));
    for (const [index, driver] of drivers.entries()) driver.send(fixAt(121 + index / 1e4));
    expect(admin.all('fleet_update')).toEqual([]);
    town.clock.advance(1_000);
    const frames = admin.all('fleet_update');
    expect(frames).toHaveLength(1);
    expect(new Set(frames[0]?.drivers.map((driver) => driver.driver_id)).size).toBe(30);
    town.clock.advance(5_000);
    expect(admin.all('fleet_update')).toHaveLength(1);
  });

  test('is sent in frames of at most 64 KiB', async () => {
    const town = await simulateDaemon();
    const admin = await town.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'fleet' });
    const name = 'ñ'.repeat(200);
    for (let index = 0; index < 300; index += 1) {
      town.live.parts.fleet.setCard({ driver_id: `driver-${index}`, name });
    }
    town.clock.advance(1_000);
    const frames = admin.all('fleet_update');
    const sizes = frames.map((frame) => Buffer.byteLength(JSON.stringify(frame)));
    expect(frames.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    expect(frames.flatMap(({ drivers }) => drivers)).toHaveLength(300);
  });

  test('may be only a part of it', async () => {
    const town = await simulateDaemon();
    const admin = await town.connectAs('admin:1');
    const [near, far] = [await town.connectAs('driver:near'), await town.connectAs('driver:far')];
    await admin.must({ type: 'join_room', room: 'fleet', bbox: [120.9, 13.9, 121.1, 14.1] });
    near.send(fixAt(121));
    far.send(fixAt(122));
    town.clock.advance(1_000);
    const shown = admin.all('fleet_update').flatMap(({ drivers }) => drivers);
    expect(shown.map(({ driver_id }) => driver_id)).toEqual(['near']);
  });

  test('may cross the antimeridian', async () => {
    const town = await simulateDaemon();
    const admin = await town.connectAs('admin:1');
    const [west, east, away] = await Promise.all(
      ['west', 'east', 'away'].map((id) => town.connectAs(`driver:${id}`)),
    );
    await admin.must({ type: 'join_room', room: 'fleet', bbox: [179, -20, -179, 20] });
    west?.send(fixAt(179.5));
    east?.send(fixAt(-179.5));
    away?.send(fixAt(0));
    town.clock.advance(1_000);
    const shown = admin.all('fleet_update').flatMap(({ drivers }) => drivers);
    expect(shown.map(({ driver_id }) => driver_id).sort()).toEqual(['east', 'west']);
  });
});

describe('whoever watches a part of the map', () => {
  const join = { type: 'join_room', room: 'fleet', bbox: [120.9, 13.9, 121.1, 14.1] };

  async function watchPart() {
    const town = await simulateDaemon();
    const [admin, driver] = [await town.connectAs('admin:1'), await town.connectAs('driver:7')];
    let heard = 0;
    const news = () => {
      town.clock.advance(1_000);
      const frames = admin.all('fleet_update').slice(heard);
      heard += frames.length;
      return frames.flatMap(({ drivers }) => drivers);
    };
    // So inaccurate that every step is plausible.
    const moveTo = (longitude: number) =>
      driver.must({ type: 'location_update', latitude: 14, longitude, accuracy: 1_000 });
    return { town, admin, driver, news, moveTo };
  }

  const [inside, edge, outside, further] = [121.09, 121.099, 121.101, 121.102];

  test('hears once more of a driver who leaves it, whether shown by a page or later', async () => {
    const { admin, news, moveTo } = await watchPart();
    await moveTo(inside);
    await admin.must(join);
    expect(admin.all('room_joined')[0]?.drivers).toMatchObject([{ driver_id: 7 }]);
    await moveTo(outside);
    expect(news()).toMatchObject([{ longitude: outside }]);
    await moveTo(further);
    expect(news()).toEqual([]);
    await moveTo(edge);
    expect(news()).toMatchObject([{ longitude: edge }]);
    await moveTo(outside);
    expect(news()).toMatchObject([{ longitude: outside }]);
  });

  test('hears of it also where the last frame came to a congested session', async () => {
    const { town, admin, news, moveTo } = await watchPart();
    await moveTo(inside);
    await admin.must(join);
    admin.socket.stall();
    admin.socket.bufferedBytes = 100_000;
    await moveTo(outside);
    expect(news()).toEqual([]);
    admin.socket.flow();
    town.clock.advance(1_000);
    expect(news()).toMatchObject([{ longitude: outside }]);
  });

  test.each([
    ['is in it', [inside]],
    ['has left it', [inside, outside]],
  ])('hears when a driver who %s goes', async (_where, way) => {
    const { admin, driver, news, moveTo } = await watchPart();
    await admin.must(join);
    for (const longitude of way) {
      await moveTo(longitude);
      expect(news()).toMatchObject([{ longitude, online: true }]);
    }
    driver.vanish();
    await driver.closed;
    expect(news()).toMatchObject([{ driver_id: 7, online: false }]);
  });
});

describe('a driver is online', () => {
  test('while a session is open, although presence waits for a handover', async () => {
    const town = await simulateDaemon();
    const admin = await town.connectAs('admin:1');
    await admin.must({ type: 'join_room', room: 'fleet' });
    await admin.must({ type: 'join_room', room: 'events' });
    const onlineNow = () => {
      town.clock.advance(1_000);
      const shown = admin.all('fleet_update').at(-1)?.drivers[0]?.online;
      expect(town.live.parts.fleet.driver('7')?.online).toBe(shown);
      return shown;
    };
    const presence = () =>
      admin.all('event').flatMap(({ event: { kind } }) => (/^presence/.test(kind) ? [kind] : []));
    const first = await town.connectAs('driver:7');
    expect(onlineNow()).toBe(true);
    first.vanish();
    await first.closed;
    expect(onlineNow()).toBe(false);
    const second = await town.connectAs('driver:7');
    expect(onlineNow()).toBe(true);
    expect(presence()).toEqual(['presence.online']);
    second.vanish();
    await second.closed;
    town.clock.advance(10_000);
    expect(presence()).toEqual(['presence.online', 'presence.offline']);
    expect(onlineNow()).toBe(false);
  });
});
