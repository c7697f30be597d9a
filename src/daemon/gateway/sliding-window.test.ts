import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Allowance, SlidingWindow } from './sliding-window.ts';

const HUNDRED = { count: 100, windowMs: 60_000 };
const ONE = { count: 1, windowMs: 1_000 };

const take = (window: SlidingWindow, count: number, nowMs: number, allowance = HUNDRED) =>
  Array.from({ length: count }, () => window.take(allowance, nowMs)).filter(Boolean).length;

test('lets so many through, and no more before the first ones are a window ago', () => {
  const window = new SlidingWindow();
  expect(take(window, 150, 0)).toBe(100);
  expect(take(window, 1, 59_999)).toBe(0);
  expect(take(window, 150, 60_000)).toBe(100);
});

test('is not tricked by whoever waits for the end of a minute', () => {
  const window = new SlidingWindow();
  expect(take(window, 1, 0)).toBe(1);
  expect(take(window, 150, 59_000)).toBe(99);
  expect(take(window, 150, 61_000)).toBe(1);
  expect(take(window, 150, 118_999)).toBe(0);
});

test('never lets more through in any window than it should', () => {
  const anyPauses = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });
  const anyAllowance = fc.record({
    count: fc.integer({ min: 1, max: 20 }),
    windowMs: fc.integer({ min: 1, max: 2_000 }),
  });
  const neverMore = (pauses: readonly number[], allowance: Allowance) => {
    const window = new SlidingWindow();
    const taken: number[] = [];
    let nowMs = 0;
    for (const pauseMs of pauses) {
      nowMs += pauseMs;
      const within = taken.filter((atMs) => atMs > nowMs - allowance.windowMs).length;
      if (!window.take(allowance, nowMs)) continue;
      expect(within).toBeLessThan(allowance.count);
      taken.push(nowMs);
    }
  };
  fc.assert(fc.property(anyPauses, anyAllowance, neverMore), { seed: 7 });
});

test('says how long to wait for one more, and keeps its word', () => {
  const window = new SlidingWindow();
  for (let nowMs = 0; nowMs < 10_000; nowMs += 100) take(window, 1, nowMs);
  expect([window.take(HUNDRED, 10_000), window.waitMs(HUNDRED, 10_000)]).toEqual([false, 50_000]);
  expect([window.take(HUNDRED, 59_999), window.take(HUNDRED, 60_000)]).toEqual([false, true]);
});

test('follows an allowance that changes, up and down', () => {
  const window = new SlidingWindow();
  expect(take(window, 20, 0, { count: 10, windowMs: 1_000 })).toBe(10);
  expect(take(window, 20, 500, { count: 15, windowMs: 1_000 })).toBe(5);
  expect(take(window, 20, 600, ONE)).toBe(0);
  expect(window.waitMs(ONE, 600)).toBe(900);
  expect(take(window, 20, 1_500, ONE)).toBe(1);
});

test('remembers little of very much', () => {
  const window = new SlidingWindow();
  const much = { count: 1_000_000, windowMs: 60_000 };
  for (let nowMs = 0; nowMs < 60_000; nowMs += 1) take(window, 2, nowMs, much);
  expect(Reflect.get(window, 'moments').length).toBeLessThanOrEqual(601);
});
