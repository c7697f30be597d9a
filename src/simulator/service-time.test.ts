import { expect, test } from 'vitest';
import { ManualClock, scaledClock } from '../clock/index.ts';
import { ServiceTime } from './service-time.ts';

test('a phone goes on from what the daemon said, as fast as the daemon', () => {
  const clock = new ManualClock(5_000);
  const time = new ServiceTime(scaledClock(clock, 10));
  expect(time.now()).toBe(5_000);
  time.sync(1_000_000);
  clock.advance(30);
  expect(time.now()).toBe(1_000_300);
  // A daemon that was started again counts anew.
  time.sync(500_000);
  clock.advance(1);
  expect(time.now()).toBe(500_010);
});
