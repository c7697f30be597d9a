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
