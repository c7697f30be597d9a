import { describe, expect, test, vi } from 'vitest';
import { StoreError } from '../../src/daemon/store/store-error.ts';
import { isLong } from '../support/effort.ts';
import { adminOf, upTo } from '../support/people.ts';
import { PLACES } from '../support/scene.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { ClockedDaemon } from './bad-ground/clocked-daemon.ts';
import { JumpingTown, PATIENCE_S } from './bad-ground/jumping-town.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FOREVER = Number.POSITIVE_INFINITY;

const JUMPS = [
  { jump: 'an hour ahead for half a minute', byMs: HOUR_MS, lastsS: 30 },
  { jump: 'an hour back for half a minute', byMs: -HOUR_MS, lastsS: 30 },
  { jump: 'a month ahead for half a minute', byMs: 30 * DAY_MS, lastsS: 30 },
  { jump: 'an hour back for five minutes', byMs: -HOUR_MS, lastsS: 300 },
  { jump: 'an hour ahead for good', byMs: HOUR_MS, lastsS: FOREVER },
  { jump: 'an hour back for good', byMs: -HOUR_MS, lastsS: FOREVER },
];
const MORE_JUMPS = [
  { jump: 'an hour ahead for five minutes', byMs: HOUR_MS, lastsS: 300 },
  { jump: 'a month ahead for five minutes', byMs: 30 * DAY_MS, lastsS: 300 },
  { jump: 'a month ahead for good', byMs: 30 * DAY_MS, lastsS: FOREVER },
  { jump: 'a month back for good', byMs: -30 * DAY_MS, lastsS: FOREVER },
];
const jumps = isLong ? [...JUMPS, ...MORE_JUMPS] : JUMPS;

const RUN_S = 560;
const EXPIRES_WITHIN_MS = 10_000;
/** Until two fixes have confirmed it, one that claims to be older than the last is not shown. */
const DOUBTED_FIXES = 2;

/** By what the time of the town is set: by nothing that is set right within a minute. */
function timesBelieved(byMs: number, lastsS: number): readonly number[] {
  if (lastsS <= 60) return [];
  return lastsS === FOREVER ? [byMs] : [byMs, -byMs];
}

describe.each(jumps)('a clock that is set $jump', ({ byMs, lastsS }) => {
  const believed = timesBelieved(byMs, lastsS);

  test('changes what the time is called, and nothing else', async () => {
    const town = await JumpingTown.open({ byMs, lastsS });
    const { admin, driver, rider, riderId } = town.trip;
    const notice = { type: 'notify', role: 'rider', user_id: riderId, event: 'promo' };
    admin.send({ ...notice, id: 'once' });
    const first = await admin.answerTo('once');
    while (town.second < RUN_S) {
      if (town.second % 40 === 0) await town.offer();
      if (town.second % 80 === 0) await town.request();
      driver.send({ type: 'location_update', latitude: 14 + town.second / 1e5, longitude: 121 });
      await town.pass();
    }

    // An offer lives its minute, and a request its five, whenever it was made.
    expect(new Set(town.livesS.get('offer'))).toEqual(new Set([60]));
    expect(new Set(town.livesS.get('request'))).toEqual(new Set([PATIENCE_S]));
    // Nobody was taken for dead, and everybody was told the one time.
    expect([admin, driver, rider].flatMap((client) => client.all('disconnect'))).toEqual([]);
    expect(stepsOf(rider.pings)).toEqual(believed);
    // A token has its end by the clock, which is what it was given.
    const isOver = believed.some((setMs) => setMs > 0 && setMs === byMs);
    expect(town.guest.all('disconnect').map(({ code }) => code)).toEqual(isOver ? [4004] : []);
    // Positions flow.
    const shown = rider.all('location_update');
    const setBack = believed.filter((setMs) => setMs < 0).length;
    expect(shown).toHaveLength(RUN_S - setBack * DOUBTED_FIXES);
    expect(shown.at(-1)?.latitude).toBeCloseTo(14 + (RUN_S - 1) / 1e5, 9);
    // Nothing was forgotten: neither a message nor the answer to a command.
    admin.send({ ...notice, id: 'once' });
    expect(await admin.answerTo('once')).toEqual(first);
    const heard = [...rider.all('status_update'), ...rider.all('notification')];
    expect(heard.map(({ seq }) => seq)).toEqual(upTo(4));
    const stored = await town.daemon.store.stream({ role: 'rider', userId: String(riderId) }, 0, 9);
    expect(stored.map(({ seq }) => seq)).toEqual(upTo(4));
  });
});

test.each([HOUR_MS, -HOUR_MS])(
  'a database that is held while time is set by %i ms, and refuses it, moves nothing',
  async (byMs) => {
    const disk = Promise.withResolvers<never>();
    const daemon = await simulateDaemon({}, { spoil: () => ({ moveTimers: () => disk.promise }) });
    const { clock } = daemon.live.parts;
    const admin = await daemon.connectAs('admin:1');
    admin.answersPings = true;
    await admin.must({ type: 'request_booking', booking_id: 1, rider_id: 1, ...PLACES });
    daemon.clock.jump(byMs);
    await daemon.pass(70);
    const asked = admin.ask({
      ...{ type: 'assign_driver', booking_id: 2, driver_id: 2, rider_id: 2 },
      ...PLACES,
    });
    await daemon.pass(5);
    disk.reject(new StoreError('locked', 'another program holds it', 'End it.'));
    await asked;
    const expiresAt = clock.now() + MINUTE_MS;
    expect(await daemon.store.booking('2')).toMatchObject({ status: 'assigned', expiresAt });
    await daemon.pass(35);
    expect(clock.now() - daemon.clock.now()).toBe(-byMs);
    const statuses = async () =>
      (await daemon.store.bookings({ limit: 9 })).map(({ status }) => status);
    expect(await statuses()).toEqual(['assigned', 'pending']);
    await daemon.pass(40);
    expect(await statuses()).toEqual(['declined', 'pending']);
  },
);

/** By how much the times of pings, which come each 25 s, went off that pace. */
function stepsOf(pings: readonly { readonly server_time?: number }[]): number[] {
  const times = pings.map(({ server_time = Number.NaN }) => server_time);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0) - 25_000);
  return steps.filter((stepMs) => stepMs !== 0);
}

describe.skipIf(process.platform === 'win32')('under a running daemon', () => {
  test('an hour back and forth lets offers live as long as they were made for', async () => {
    const clocked = await ClockedDaemon.start();
    const { daemon } = clocked;
    const admin = await adminOf(daemon, 1);
    const offer = async (bookingId: number, timeout_ms: number) => {
      const parties = { booking_id: bookingId, driver_id: bookingId, rider_id: bookingId };
      await admin.assign({ ...parties, ...PLACES, timeout_ms });
    };
    const statusOf = async (booking_id: number) =>
      (await daemon.api.call('getBooking', { params: { booking_id } })).status;
    const expires = (bookingId: number) =>
      vi.waitFor(async () => expect(await statusOf(bookingId)).toBe('declined'), EXPIRES_WITHIN_MS);

    await offer(1, 600_000);
    await clocked.set(HOUR_MS, 'counts if it stays so');
    await offer(2, 1_000);
    await expires(2);
    await clocked.set(-HOUR_MS, 'counts if it stays so');
    await offer(3, 1_000);
    await expires(3);
    await clocked.set(0, 'set back to what it was');
    expect(await statusOf(1)).toBe('assigned');

    // Set while nobody looks: what has an hour to live by the clock has not.
    await offer(4, 3_000);
    await clocked.restart(-HOUR_MS);
    await expires(4);
    expect(await statusOf(1)).toBe('assigned');
  });

  test.runIf(isLong)(
    'what stays is believed, and takes everything along',
    { timeout: 200_000 },
    async () => {
      const clocked = await ClockedDaemon.start();
      const { daemon } = clocked;
      const admin = await adminOf(daemon, 1);
      await admin.assign({
        booking_id: 1,
        driver_id: 1,
        rider_id: 1,
        ...PLACES,
        timeout_ms: 90_000,
      });
      await clocked.set(-HOUR_MS, 'counts if it stays so');
      await clocked.says('everything follows it now', 1, 90_000);
      await vi.waitFor(async () => {
        const { status } = await daemon.api.call('getBooking', { params: { booking_id: 1 } });
        expect(status).toBe('declined');
      }, 60_000);
    },
  );
});
