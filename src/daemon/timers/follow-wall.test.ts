import { expect, it, onTestFinished } from 'vitest';
import { ManualClock, SteadyClock } from '../../clock/index.ts';
import { StoreError } from '../store/store-error.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { ClockDoubts } from './clock-doubts.ts';
import { followWall } from './follow-wall.ts';
import { TimeGate } from './time-gate.ts';

const HOUR_MS = 3_600_000;

/** A clock that follows its wall, beside a store that may fail to move its timers. */
function startFollowing() {
  const [wall, { log, lines }] = [new ManualClock(), recordedLog()];
  const clock = new SteadyClock(wall);
  const [doubts, gate] = [new ClockDoubts(wall), new TimeGate()];
  const moved: number[] = [];
  const store = {
    fault: null as StoreError | null,
    /** Until when the disk takes its time. */
    disk: Promise.resolve(),
    async moveTimers(byMs: number) {
      moved.push(byMs);
      await this.disk;
      if (this.fault !== null) throw this.fault;
    },
  };
  const storage = { outage: null as StoreError | null };
  const following = followWall({ clock, gate, doubts, store, storage, log });
  onTestFinished(() => following.close());
  /** Lets seconds pass one by one, as they do. */
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      wall.advance(1_000);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  const aheadMs = () => wall.now() - clock.now();
  const doubtedMs = () => doubts.doubtedMs;
  return {
    ...{ wall, clock, gate, doubts, doubtedMs, lines, moved, store, storage },
    ...{ following, pass, aheadMs },
  };
}

it.each([HOUR_MS, -HOUR_MS])('passes over a clock that is set by %i ms and back', async (byMs) => {
  const { wall, lines, doubtedMs, moved, pass, aheadMs } = startFollowing();
  await pass(10);
  wall.jump(byMs);
  await pass(59);
  expect(aheadMs()).toBe(byMs);
  wall.jump(-byMs);
  await pass(600);
  expect([aheadMs(), doubtedMs(), moved]).toEqual([0, 0, []]);
  expect(lines.map(({ level, text }) => [level, text])).toEqual([
    ['warn', expect.stringContaining('counts if it stays so for a minute')],
    ['warn', expect.stringContaining('set back to what it was')],
  ]);
});

it.each([HOUR_MS, -HOUR_MS])('follows one that stays set by %i ms, with timers', async (byMs) => {
  const { wall, lines, doubtedMs, moved, pass, aheadMs } = startFollowing();
  const doubted = Math.max(byMs, 0);
  wall.jump(byMs);
  await pass(60);
  expect(moved).toEqual([]);
  await pass(1);
  expect([aheadMs(), doubtedMs(), moved]).toEqual([0, doubted, [byMs]]);
  await pass(600);
  expect([doubtedMs(), moved]).toEqual([doubted, [byMs]]);
  expect(lines.at(-1)).toMatchObject({ level: 'warn', fields: { byMs } });
  expect(lines).toHaveLength(2);
});

it('waits anew where the clock is set once more', async () => {
  const { wall, moved, pass } = startFollowing();
  wall.jump(HOUR_MS);
  await pass(40);
  wall.jump(HOUR_MS);
  await pass(60);
  expect(moved).toEqual([]);
  await pass(1);
  expect(moved).toEqual([2 * HOUR_MS]);
});

it('waits for a database that takes nothing at the moment', async () => {
  const { wall, storage, moved, pass, aheadMs } = startFollowing();
  storage.outage = new StoreError('full', 'the disk is full', 'Free some room.');
  wall.jump(-HOUR_MS);
  await pass(600);
  expect([aheadMs(), moved]).toEqual([-HOUR_MS, []]);
  storage.outage = null;
  await pass(1);
  expect([aheadMs(), moved]).toEqual([0, [-HOUR_MS]]);
});

it.each([HOUR_MS, -HOUR_MS])('sets nothing by %i ms before that is stored', async (byMs) => {
  const { wall, clock, store, gate, doubtedMs, pass, aheadMs } = startFollowing();
  const disk = Promise.withResolvers<void>();
  store.disk = disk.promise;
  wall.jump(byMs);
  await pass(65);
  const beforeMs = clock.now();
  const told: number[] = [];
  const command = gate.pass(async () => told.push(clock.now()));
  expect([aheadMs(), doubtedMs(), told]).toEqual([byMs, 0, []]);
  disk.resolve();
  await command;
  expect([aheadMs(), told]).toEqual([0, [beforeMs + byMs]]);
});

it('has set nothing where timers could not be moved, and tries again', async () => {
  const { wall, clock, store, gate, doubtedMs, moved, lines, pass, aheadMs } = startFollowing();
  store.fault = new StoreError('overloaded', 'too much waits', 'Wait.');
  wall.jump(HOUR_MS);
  await pass(61);
  expect([aheadMs(), doubtedMs(), moved]).toEqual([HOUR_MS, 0, [HOUR_MS]]);
  const beforeMs = clock.now();
  expect(await gate.pass(async () => clock.now())).toBe(beforeMs);
  expect(lines.at(-1)).toMatchObject({ level: 'error' });
  store.fault = null;
  await pass(1);
  expect([aheadMs(), moved]).toEqual([0, [HOUR_MS, HOUR_MS]]);
});

it('stores what is doubted as soon as it can', async () => {
  const { doubts, storage, moved, pass } = startFollowing();
  doubts.add(HOUR_MS);
  storage.outage = new StoreError('full', 'the disk is full', 'Free some room.');
  await pass(5);
  expect(moved).toEqual([]);
  storage.outage = null;
  await pass(5);
  expect([moved, doubts.areStored]).toEqual([[0], true]);
});

it('leaves no timer when it is closed', async () => {
  const { wall, following } = startFollowing();
  await Promise.all([following.close(), following.close()]);
  expect(wall.pendingCount).toBe(0);
});
