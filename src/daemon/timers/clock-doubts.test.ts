import { expect, it } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { ClockDoubts } from './clock-doubts.ts';

const DAY_MS = 24 * 3_600_000;

it('doubts a jump for a day, each by itself', () => {
  const clock = new ManualClock();
  const doubts = new ClockDoubts(clock);
  expect(doubts.doubtedMs).toBe(0);
  doubts.add(30 * DAY_MS);
  clock.advance(DAY_MS / 2);
  doubts.add(1_000);
  expect(doubts.doubtedMs).toBe(30 * DAY_MS + 1_000);
  clock.advance(DAY_MS / 2);
  expect(doubts.doubtedMs).toBe(1_000);
  clock.advance(DAY_MS / 2);
  expect(doubts.doubtedMs).toBe(0);
});

it('doubts no more what was set right', () => {
  const doubts = new ClockDoubts(new ManualClock());
  doubts.add(30 * DAY_MS);
  doubts.add(-30 * DAY_MS);
  expect(doubts.doubtedMs).toBe(0);
  doubts.add(-DAY_MS);
  expect(doubts.doubtedMs).toBe(0);
});

it('keeps what is stored of them, and for how long still', () => {
  const clock = new ManualClock();
  const doubts = new ClockDoubts(clock);
  doubts.add(30 * DAY_MS);
  clock.advance(DAY_MS / 4);
  const stored = doubts.after(1_000);
  expect(stored).toEqual([
    { byMs: 30 * DAY_MS, leftMs: (DAY_MS * 3) / 4 },
    { byMs: 1_000, leftMs: DAY_MS },
  ]);
  expect(doubts.doubtedMs).toBe(30 * DAY_MS);

  const later = new ManualClock();
  const restored = new ClockDoubts(later);
  restored.take(stored);
  expect(restored.doubtedMs).toBe(30 * DAY_MS + 1_000);
  later.advance((DAY_MS * 3) / 4);
  expect(restored.doubtedMs).toBe(1_000);
});

it('is never more than a page of them, and never less than what is doubted', () => {
  const clock = new ManualClock();
  const doubts = new ClockDoubts(clock);
  for (let start = 1; start <= 1_000; start += 1) {
    clock.advance(2_000);
    doubts.add(2_000);
  }
  expect(doubts.after(0).length).toBeLessThanOrEqual(50);
  expect(doubts.doubtedMs).toBe(2_000_000);
  clock.advance(DAY_MS);
  expect(doubts.doubtedMs).toBe(0);
});
