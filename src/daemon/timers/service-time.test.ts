import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { NOW_MS, POLICY, sceneOf } from '../store/testing/scene.ts';
import { tempStore, until } from '../store/testing/temp-store.ts';
import { startServiceTime } from './service-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DUE_MS = NOW_MS + POLICY.noDriverAfterMs;

const PLACE = {
  ...{ driverId: '7', bookingId: null, latitude: 14.6, longitude: 120.98 },
  ...{ heading: null, speed: null, accuracy: null },
};

/** The service time of a daemon that starts when the clock says so. */
async function startAt(store: Store, wallMs: number, speedup = 1) {
  const [wallClock, { log, lines }] = [new ManualClock(wallMs), recordedLog()];
  const storage = { outage: null };
  const time = await startServiceTime({ wallClock, speedup, store, storage, log });
  onTestFinished(() => time.close());
  return { wallClock, time, lines };
}

it('is the time of the wall where nothing was stored yet', async () => {
  const { time, lines } = await startAt(await tempStore(), NOW_MS);
  expect([time.clock.now(), time.doubtedMs(), lines]).toEqual([NOW_MS, 0, []]);
});

it('goes on after a while, which may have passed or not', async () => {
  const store = await tempStore();
  await sceneOf(store).book();
  const { time } = await startAt(store, NOW_MS + HOUR_MS);
  expect([time.clock.now(), time.doubtedMs()]).toEqual([NOW_MS + HOUR_MS, HOUR_MS]);
  expect(await store.nextTimerAt()).toBe(DUE_MS);
});

it('takes timers along where the clock was set back meanwhile', async () => {
  const store = await tempStore();
  await sceneOf(store).book();
  const { time, lines } = await startAt(store, NOW_MS - HOUR_MS);
  expect([time.clock.now(), time.doubtedMs()]).toEqual([NOW_MS - HOUR_MS, 0]);
  expect(await store.nextTimerAt()).toBe(DUE_MS - HOUR_MS);
  expect(lines).toMatchObject([{ level: 'warn', fields: { byMs: -HOUR_MS } }]);
});

it('takes them along once, however often it starts', async () => {
  const store = await tempStore();
  await sceneOf(store).book();
  await startAt(store, NOW_MS - HOUR_MS);
  const { lines } = await startAt(store, NOW_MS - HOUR_MS + 60_000);
  expect(await store.nextTimerAt()).toBe(DUE_MS - HOUR_MS);
  expect(lines).toEqual([]);
});

it('leaves alone what followed while the last daemon ran, whatever came before that', async () => {
  const store = await tempStore();
  const { book } = sceneOf(store);
  const times = { sentAtMs: NOW_MS, fixAtMs: NOW_MS, receivedAtMs: NOW_MS };
  await store.appendTrack([{ ...PLACE, ...times }]);
  await book();
  await store.moveTimers(-HOUR_MS, NOW_MS - HOUR_MS, []);
  await book({ nowMs: NOW_MS - HOUR_MS + 1_000 });
  const { lines } = await startAt(store, NOW_MS - HOUR_MS + 2_000);
  expect(await store.nextTimerAt()).toBe(DUE_MS - HOUR_MS);
  expect(lines).toEqual([]);
});

it('leaves timers alone where the clock was only corrected', async () => {
  const store = await tempStore();
  await sceneOf(store).book();
  const { lines } = await startAt(store, NOW_MS - 999);
  expect(await store.nextTimerAt()).toBe(DUE_MS);
  expect(lines).toEqual([]);
});

describe('what is doubted outlives the daemon', () => {
  const soon = 61_000;

  /** Seconds pass one by one until what was set in the first of them is believed. */
  const believe = async (
    store: Store,
    { wallClock, time }: Awaited<ReturnType<typeof startAt>>,
  ) => {
    await until(store, () => {
      if (time.clock.now() !== wallClock.now()) wallClock.advance(1_000);
      return time.clock.now() === wallClock.now();
    });
  };

  it('where a clock that is set ahead is believed', async () => {
    const store = await tempStore();
    const first = await startAt(store, NOW_MS);
    first.wallClock.jump(30 * DAY_MS);
    await believe(store, first);
    expect(first.time.doubtedMs()).toBe(30 * DAY_MS);
    await first.time.close();
    const second = await startAt(store, first.wallClock.now());
    expect(second.time.doubtedMs()).toBe(30 * DAY_MS);
  });

  it('where it was set ahead while none ran', async () => {
    const store = await tempStore();
    const { book } = sceneOf(store);
    await book();
    const aheadMs = NOW_MS + 30 * DAY_MS;
    await (await startAt(store, aheadMs)).time.close();
    await book({ nowMs: aheadMs + soon });
    const { time } = await startAt(store, aheadMs + soon);
    expect(time.doubtedMs()).toBe(30 * DAY_MS);
  });

  it('until a day has been lived through', async () => {
    const store = await tempStore();
    const { book } = sceneOf(store);
    await store.moveTimers(30 * DAY_MS, NOW_MS, [{ byMs: 30 * DAY_MS, leftMs: DAY_MS }]);
    await book({ nowMs: NOW_MS + DAY_MS - 1 });
    expect((await startAt(store, NOW_MS + DAY_MS - 1)).time.doubtedMs()).toBe(30 * DAY_MS);
    await book({ nowMs: NOW_MS + DAY_MS });
    expect((await startAt(store, NOW_MS + DAY_MS)).time.doubtedMs()).toBe(0);
  });

  it('unless the clock was set right meanwhile', async () => {
    const store = await tempStore();
    await store.moveTimers(30 * DAY_MS, NOW_MS, [{ byMs: 30 * DAY_MS, leftMs: DAY_MS }]);
    const { time } = await startAt(store, NOW_MS - 30 * DAY_MS);
    expect(time.doubtedMs()).toBe(0);
  });

  it('also where nothing could be stored at its start', async () => {
    const sound = await tempStore();
    await sceneOf(sound).book();
    let isFull = true;
    const full = new StoreError('full', 'the disk is full', 'Free some room.');
    const store: Store = {
      ...sound,
      moveTimers: (...asked) => (isFull ? Promise.reject(full) : sound.moveTimers(...asked)),
    };
    const { wallClock, time } = await startAt(store, NOW_MS + 30 * DAY_MS);
    expect([time.doubtedMs(), await sound.clockDoubts()]).toEqual([30 * DAY_MS, []]);
    isFull = false;
    wallClock.advance(1_000);
    await until(sound, async () => (await sound.clockDoubts()).length > 0);
    expect(await sound.nextTimerAt()).toBe(DUE_MS);
  });
});

it('is so many times as fast in a simulated town, whatever the wall says', async () => {
  const { wallClock, time } = await startAt(await tempStore(), NOW_MS, 10);
  wallClock.jump(HOUR_MS);
  wallClock.advance(1_000);
  expect(time.clock.now()).toBe(NOW_MS + 10_000);
  await time.close();
  expect(wallClock.pendingCount).toBe(0);
});
