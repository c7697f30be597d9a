import { expect, test } from 'vitest';
import { formatClock } from './format-clock.ts';

test('a person reads the time of where they are', () => {
  expect(formatClock(new Date(2026, 0, 5, 7, 8, 9).getTime())).toBe('07:08:09');
});

test('what is no time is a dash', () => {
  expect(formatClock(Number.NaN)).toBe('-');
  expect(formatClock(1e300)).toBe('-');
});
