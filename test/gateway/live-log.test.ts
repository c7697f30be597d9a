import { describe, expect, test } from 'vitest';
import { drive, openSceneWith } from '../support/scene.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';

async function watchEvents(daemon: SimulatedDaemon) {
  const operator = await daemon.operator();
  operator.answersPings = true;
  await operator.must({ type: 'join_room', room: 'events' });
  return {
    operator,
    kinds: () => operator.all('event').map(({ event }) => event.kind),
    texts: () => operator.all('event').map(({ event }) => event.text),
  };
}

describe('the live log tells', () => {
  test('each step of a booking, and its rating', async () => {
    const daemon = await simulateDaemon();
    const log = await watchEvents(daemon);
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    await drive(scene, 'completed');
    await scene.rider.must({ type: 'rate_booking', ...scene.booking, rating: 4 });
    const { bookingId, driverId, riderId } = scene;
    expect(log.texts()).toContain(
      `booking ${bookingId} assigned to driver:${driverId} by admin:${riderId}`,
    );
    expect(log.texts().at(-1)).toBe(`booking ${bookingId} rated 4 by rider:${riderId}`);
    const steps = log.kinds().filter((kind) => kind.startsWith('booking.'));
    expect(steps).toEqual(
      ['pending', 'assigned', 'accepted', 'on_way', 'arrived', 'started', 'completed', 'rated'].map(
        (name) => `booking.${name}`,
      ),
    );
  });

  test('a rating once, although it is sent twice', async () => {
    const daemon = await simulateDaemon();
    const log = await watchEvents(daemon);
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    await drive(scene, 'completed');
    const rating = { type: 'rate_booking', ...scene.booking, rating: 4 };
    await scene.rider.must(rating);
    await scene.rider.must(rating);
    expect(log.kinds().filter((kind) => kind === 'booking.rated')).toHaveLength(1);
  });

  test('who was disconnected, and which token was revoked', async () => {
    const daemon = await simulateDaemon();
    const log = await watchEvents(daemon);
    await daemon.connectAs('driver:7');
    const { sessions, tokens } = daemon.live.parts;
    const driver = { role: 'driver', userId: '7' } as const;
    sessions.kick(driver, { reconnect: true, reason: 'closed by an administrator' });
    expect(log.texts().at(-1)).toBe('driver:7 was disconnected (closed by an administrator)');
    const [record] = await tokens.revoke(driver);
    expect(log.texts().at(-1)).toBe(`token ${record?.hash.slice(0, 12)} revoked`);
  });

  test('what was last, to whoever joins later', async () => {
    const daemon = await simulateDaemon();
    await daemon.connectAs('driver:7');
    const { operator } = await watchEvents(daemon);
    const [page] = operator.all('room_joined');
    expect(page?.events?.map(({ text }) => text)).toContain('driver:7 is online');
  });
});

describe('a user is present', () => {
  test('from the first session to the last, and ten seconds longer', async () => {
    const daemon = await simulateDaemon();
    const log = await watchEvents(daemon);
    const presence = () => log.texts().filter((text) => text.startsWith('driver:7'));
    const tabs = [await daemon.connectAs('driver:7'), await daemon.connectAs('driver:7')];
    expect(presence()).toEqual(['driver:7 is online']);
    for (const tab of tabs) {
      tab.vanish();
      await tab.closed;
    }
    daemon.clock.advance(9_999);
    expect(presence()).toEqual(['driver:7 is online']);
    daemon.clock.advance(1);
    expect(presence()).toEqual(['driver:7 is online', 'driver:7 is offline']);
  });

  test('without a break through a change of networks', async () => {
    const daemon = await simulateDaemon();
    const log = await watchEvents(daemon);
    const before = await daemon.connectAs('driver:7', { device: 'phone' });
    before.vanish();
    await before.closed;
    daemon.clock.advance(5_000);
    const after = await daemon.connectAs('driver:7', { device: 'phone' });
    after.answersPings = true;
    daemon.clock.advance(60_000);
    const about = log.texts().filter((text) => text.startsWith('driver:7'));
    expect(about).toEqual(['driver:7 is online']);
  });

  test('longer than on the map and in answers, which tell of open sessions', async () => {
    const daemon = await simulateDaemon();
    const driver = await daemon.connectAs('driver:7');
    const { fleet, sessions } = daemon.live.parts;
    driver.vanish();
    await driver.closed;
    expect(fleet.driver('7')).toMatchObject({ online: false });
    expect(sessions.isOnline({ role: 'driver', userId: '7' })).toBe(false);
    const log = await watchEvents(daemon);
    daemon.clock.advance(10_000);
    expect(log.texts()).toContain('driver:7 is offline');
  });
});
