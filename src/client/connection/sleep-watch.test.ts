import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { watchSleep } from './sleep-watch.ts';

test('a wall clock that ran on while timers stood still tells of sleep, once', () => {
  const clock = new ManualClock();
  let woken = 0;
  const watch = watchSleep(clock, () => {
    woken += 1;
  });
  clock.advance(60_000);
  expect(woken).toBe(0);
  clock.jump(60_000);
  clock.advance(60_000);
  expect(woken).toBe(1);
  watch.cancel();
  expect(clock.pendingCount).toBe(0);
});

test('a clock that is set back tells nothing', () => {
  const clock = new ManualClock();
  let woken = 0;
  watchSleep(clock, () => {
    woken += 1;
  });
  clock.jump(-60_000);
  clock.advance(10_000);
  expect(woken).toBe(0);
});
