import { expect, test } from 'vitest';
import { CLIENT_LIMITS } from '../client-limits.ts';
import { backoffMs } from './retry-delay.ts';

const longest = (failures: number) => backoffMs(failures, () => 1, CLIENT_LIMITS);

test('the ceiling doubles from half a second to twenty', () => {
  const ceilings = [1, 2, 3, 4, 5, 6, 7, 1_000_000].map(longest);
  expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
});

test('any part of the ceiling may be drawn', () => {
  expect(backoffMs(3, () => 0, CLIENT_LIMITS)).toBe(0);
  expect(backoffMs(3, () => 0.25, CLIENT_LIMITS)).toBe(500);
});
