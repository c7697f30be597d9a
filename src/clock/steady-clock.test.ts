import { expect, it } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { SteadyClock } from './steady-clock.ts';

const HOUR_MS = 3_600_000;

function clocks() {
  const wall = new ManualClock();
  return { wall, clock: new SteadyClock(wall), startMs: wall.now() };
}

it('is the time of the wall, in whole milliseconds', () => {
  const { wall, clock } = clocks();
  wall.advance(1_234.5);
  expect(clock.compare()).toBe(0);
  expect(clock.now()).toBe(Math.round(wall.now()));
  expect(clock.monotonic()).toBe(wall.monotonic());
});

it.each([HOUR_MS, -HOUR_MS])('keeps its pace where the wall is set by %i ms', (byMs) => {
  const { wall, clock, startMs } = clocks();
  wall.advance(10_000);
  wall.jump(byMs);
  expect(clock.now()).toBe(startMs + 10_000);
  expect(clock.compare()).toBe(byMs);
  wall.advance(5_000);
  expect([clock.compare(), clock.now()]).toEqual([byMs, startMs + 15_000]);
  wall.jump(-byMs);
  expect([clock.compare(), clock.now()]).toEqual([0, startMs + 15_000]);
});

it('follows the wall again once it is set by as much', () => {
  const { wall, clock } = clocks();
  wall.jump(HOUR_MS);
  clock.set(clock.compare());
  wall.advance(10_000);
  expect([clock.compare(), clock.now()]).toEqual([0, wall.now()]);
});

it('follows a clock that is corrected little by little', () => {
  const { wall, clock } = clocks();
  for (let second = 0; second < 60; second += 1) {
    wall.jump(-900);
    wall.advance(1_000);
    expect(clock.compare()).toBe(0);
  }
  expect(clock.now()).toBe(wall.now());
});

it('has the timers of the wall', () => {
  const { wall, clock } = clocks();
  let fired = 0;
  const count = () => {
    fired += 1;
  };
  clock.after(1_000, count);
  const every = clock.every(1_000, count);
  wall.jump(-HOUR_MS);
  wall.advance(2_000);
  every.cancel();
  expect([fired, wall.pendingCount]).toEqual([3, 0]);
});
