import { describe, expect, test } from 'vitest';
import { connectAs } from '../support/connect-as.ts';
import { drive, openScene, openSceneWith, type Scene, STEPS } from '../support/scene.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();
/** In Laguna; every fix a little further and a second later, so that each of them is plausible. */
let fixCount = 0;
function nextFix() {
  fixCount += 1;
  return {
    type: 'location_update',
    latitude: 14.3,
    longitude: 121.1 + fixCount / 1e5,
    timestamp: 1_700_000_000_000 + fixCount * 1_000,
  };
}

/** What the rider has seen by the time that everything before is surely there. */
async function seenByRider({ rider, driver }: Scene) {
  const seen = rider.all('location_update').length;
  await driver.must(nextFix());
  await rider.must({ type: 'ping' });
  return rider.all('location_update').length - seen;
}

describe("a rider sees the driver's position", () => {
  test('from accepted to started, and at no other time', async () => {
    const scene = await openScene(daemon);
    const { admin, driver, assignment, booking } = scene;
    await admin.must(assignment);
    expect(await seenByRider(scene)).toBe(0);
    await driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
    expect(await seenByRider(scene)).toBe(1);
    for (const status of STEPS) {
      await driver.must({ type: 'status_update', ...booking, status });
      expect(await seenByRider(scene)).toBe(status === 'completed' ? 0 : 1);
    }
  });

  test('no longer when the driver has given up, or the admin has taken it back', async () => {
    const scene = await openScene(daemon);
    const { admin, driver, booking, assignment } = scene;
    await drive(scene, 'on_way');
    await driver.must({ type: 'status_update', ...booking, status: 'pending' });
    expect(await seenByRider(scene)).toBe(0);
    await admin.must({ ...assignment, force: true });
    await driver.must({ type: 'driver_response', ...booking, response: 'accepted' });
    expect(await seenByRider(scene)).toBe(1);
    await admin.must({ ...assignment, driver_id: scene.otherDriverId, force: true });
    expect(await seenByRider(scene)).toBe(0);
  });

  test("and nobody else's", async () => {
    const [mine, theirs] = [await openScene(daemon), await openScene(daemon)];
    await Promise.all([drive(mine, 'on_way'), drive(theirs, 'on_way')]);
    await mine.driver.must(nextFix());
    await theirs.rider.must({ type: 'ping' });
    expect(theirs.rider.all('location_update')).toEqual([]);
    expect(mine.admin.all('location_update')).toEqual([]);
    expect(mine.rider.all('location_update')).toMatchObject([mine.booking]);
  });

  test('on every device', async () => {
    const scene = await openScene(daemon);
    const tab = await connectAs(daemon, `rider:${scene.riderId}`);
    await drive(scene, 'on_way');
    await scene.driver.must(nextFix());
    await scene.rider.next('location_update');
    await tab.next('location_update');
  });

  test('with what the phone knows, cleaned, and its time exactly as sent', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const { latitude, longitude, timestamp } = nextFix();
    const fix = { latitude, longitude, timestamp: timestamp + 0.12345 };
    const known = { heading: 90.5, speed: 7.25, accuracy: 4 };
    await scene.driver.must({ type: 'location_update', ...fix, ...known, booking_id: null });
    expect(await scene.rider.next('location_update')).toEqual({
      type: 'location_update',
      ...scene.booking,
      ...fix,
      ...known,
    });
    const later = { ...nextFix(), timestamp: fix.timestamp + 500 };
    await scene.driver.must({ ...later, heading: -1, speed: -1, accuracy: null });
    expect(await scene.rider.next('location_update')).toEqual({
      ...later,
      ...scene.booking,
      type: 'location_update',
    });
  });

  test('with a time that cannot be, all the same', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const { latitude, longitude } = nextFix();
    for (const timestamp of [-1e300, 4e15]) {
      await scene.driver.must({ type: 'location_update', latitude, longitude, timestamp });
      expect(await scene.rider.next('location_update')).toMatchObject({ timestamp });
    }
  });

  test('never at an earlier place, when a fix comes late', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const [early, late] = [nextFix(), nextFix()];
    await scene.driver.must(late);
    await scene.driver.must(early);
    await scene.rider.must({ type: 'ping' });
    expect(scene.rider.all('location_update')).toMatchObject([{ timestamp: late.timestamp }]);
  });
});

describe('a phone whose clock falls behind', () => {
  const behindMs = 3_600_000;
  const setBack = () => {
    const fix = nextFix();
    return { ...fix, timestamp: fix.timestamp - behindMs };
  };

  test('is believed from the third fix on', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const [first, ...fixes] = [nextFix(), setBack(), setBack(), setBack(), setBack()];
    for (const fix of [first, ...fixes]) await scene.driver.must(fix);
    await scene.rider.must({ type: 'ping' });
    const shown = scene.rider.all('location_update').map(({ timestamp }) => timestamp);
    expect(shown).toEqual([first, ...fixes.slice(2)].map((fix) => fix?.timestamp));
  });

  test('does not move the marker back by what it gathered', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    await scene.driver.must(nextFix());
    for (let batch = 0; batch < 4; batch += 1) {
      await scene.driver.must({ type: 'location_batch', points: [setBack(), setBack()] });
    }
    expect(await seenByRider(scene)).toBe(1);
    expect(scene.rider.all('location_update')).toHaveLength(2);
  });
});

describe('a batch of what was gathered offline', () => {
  test('is acknowledged when it is stored, and moves the marker to its newest point', async () => {
    const scene = await openScene(daemon);
    await drive(scene, 'accepted');
    const points = Array.from({ length: 100 }, () => nextFix());
    const shuffled = [...points.slice(50), ...points.slice(0, 50)];
    const result = await scene.driver.must({ type: 'location_batch', points: shuffled });
    expect(result).toEqual({ stored: 100 });
    await scene.rider.must({ type: 'ping' });
    const newest = points.at(-1)?.timestamp;
    expect(scene.rider.all('location_update')).toMatchObject([{ timestamp: newest }]);
  });

  test('does not move the marker back, though the clock of the phone is ahead', async () => {
    const town = await simulateDaemon();
    const scene = await openSceneWith((name) => town.connectAs(name));
    await drive(scene, 'accepted');
    const aheadMs = 600_000;
    const fixAgo = (ms: number) => ({
      latitude: 14 + ms / 1e9,
      longitude: 121,
      timestamp: town.clock.now() + aheadMs - ms,
    });
    const newest = fixAgo(0);
    await scene.driver.must({ type: 'location_update', ...newest });
    town.clock.advance(1_000);
    for (const agoMs of [3_600_000, 60_000, 5_000]) {
      const points = [fixAgo(agoMs + 5_000), fixAgo(agoMs)];
      await scene.driver.must({ type: 'location_batch', points });
    }
    town.clock.advance(1_000);
    await scene.rider.must({ type: 'ping' });
    const shown = scene.rider.all('location_update').map(({ timestamp }) => timestamp);
    expect(shown).toEqual([newest.timestamp]);
  });

  test('of more than a hundred points is refused', async () => {
    const { driver } = await openScene(daemon);
    const points = Array.from({ length: 101 }, () => nextFix());
    const answer = await driver.ask({ type: 'location_batch', points });
    expect(answer).toMatchObject({ code: 'invalid_message', details: { path: '/points' } });
  });

  test('stores each fix once, although it is sent twice', async () => {
    const { driver } = await openScene(daemon);
    const points = [nextFix(), nextFix()];
    await driver.must({ type: 'location_batch', points });
    const more = [...points, nextFix()];
    expect(await driver.must({ type: 'location_batch', points: more })).toEqual({ stored: 1 });
  });
});

describe('a driver is told how often to report', () => {
  test('when the session opens, and whenever the booking changes it', async () => {
    const scene = await openScene(daemon);
    const { driver, admin, booking } = scene;
    const [idle] = driver.all('authenticated').map(({ report }) => report);
    expect(idle).toEqual({ interval_ms: 12_000, distance_m: 25 });
    await drive(scene, 'assigned');
    expect(await driver.next('report')).toMatchObject({ interval_ms: 5_000, distance_m: 10 });
    const again = await connectAs(daemon, `driver:${scene.driverId}`);
    expect(again.all('authenticated')).toMatchObject([{ report: { interval_ms: 5_000 } }]);
    await admin.must({ type: 'status_update', ...booking, status: 'cancelled' });
    expect(await driver.next('report')).toMatchObject({ type: 'report', ...idle });
  });
});

test('a time that cannot be costs nobody else a point of the track', async () => {
  const town = await simulateDaemon();
  const scene = await openSceneWith((name) => town.connectAs(name));
  const other = await town.connectAs('driver:other');
  await scene.driver.must({
    type: 'location_update',
    latitude: 14,
    longitude: 121,
    timestamp: -1e300,
  });
  await other.must({ type: 'location_update', latitude: 14, longitude: 121 });
  await town.live.parts.tracks.close();
  expect(town.live.parts.counters.dropped.get('track_point')).toBeUndefined();
});
