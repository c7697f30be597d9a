import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

test('the newest sample stands at the right end and the highest fills its cell', () => {
  expect(sparkline([0, 7, 14], 4, 4)).toBe(' ▁▅█');
});

test('a cell shows the peak of its samples', () => {
  expect(sparkline([1, 8, 1, 1], 4, 2)).toBe('█▂');
});

test('seconds without figures stay blank, unlike quiet ones', () => {
  expect(sparkline([4, null, 0, 4], 4, 4)).toBe('█ ▁█');
});

test('no samples or no room draw nothing', () => {
  expect(sparkline([], 4, 4)).toBe('    ');
  expect(sparkline([1, 2], 4, 0)).toBe('');
});

test('all quiet is a flat line', () => {
  expect(sparkline([0, 0], 2, 2)).toBe('▁▁');
});
