import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatMs, formatRate, formatSpan } from './figures.ts';

test('counts stay whole up to four digits and are scaled beyond', () => {
  expect([0, 9_999, 10_000, 12_345, 999_960, 1_234_567].map(formatCount)).toEqual([
    '0',
    '9999',
    '10k',
    '12.3k',
    '1M',
    '1.2M',
  ]);
});

test('slow rates keep a decimal', () => {
  expect([0, 0.34, 9.9, 104.4].map(formatRate)).toEqual(['0/s', '0.3/s', '9.9/s', '104/s']);
});

test('bytes are scaled by thousands', () => {
  expect([512, 12_345, 104_000_000].map(formatBytes)).toEqual(['512 B', '12.3 kB', '104 MB']);
});

test('milliseconds keep three digits', () => {
  expect([0, 0.84, 3.14, 120, 25_000].map(formatMs)).toEqual(['0', '0.84', '3.1', '120', '25k']);
});

test('spans name their two greatest units', () => {
  const spans = [-5, 59_999, 65_000, 7_620_000, 273_600_000].map(formatSpan);
  expect(spans).toEqual(['0s', '59s', '1m05', '2h07', '3d04h']);
});

test('a figure that is missing or broken is a dash', () => {
  const formats = [formatBytes, formatCount, formatMs, formatRate, formatSpan];
  for (const format of formats) expect(format(Number.NaN)).toBe('-');
});

test('no number makes a figure wider than its column', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (number) => {
      expect(formatCount(number).length).toBeLessThanOrEqual(5);
      expect(formatRate(number).length).toBeLessThanOrEqual(7);
      expect(formatBytes(number).length).toBeLessThanOrEqual(7);
    }),
  );
});
