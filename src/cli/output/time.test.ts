import { expect, test } from 'vitest';
import { formatAge, formatDuration, formatEnd, formatInstant, formatLocal } from './time.ts';

const HOUR_MS = 3_600_000;

test.each([
  [-5, '0s'],
  [0, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [61_000, '1m 1s'],
  [HOUR_MS, '1h'],
  [25.5 * HOUR_MS, '1d 1h'],
  [7 * 24 * HOUR_MS, '7d'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('an end is ahead, behind or nowhere', () => {
  expect(formatEnd(HOUR_MS, 0)).toBe('in 1h');
  expect(formatEnd(0, HOUR_MS)).toBe('1h ago');
  expect(formatEnd(null, 0)).toBe('never');
  expect(formatAge(0, 1_000)).toBe('1s ago');
});

test("a phone's impossible time is shown as it is", () => {
  expect(formatInstant(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(formatInstant(1e300)).toBe('1e+300');
});

test('a person reads the time of where they are', () => {
  const at = new Date(2026, 0, 5, 7, 8, 9).getTime();
  expect(formatLocal(at)).toBe('2026-01-05 07:08:09');
});
