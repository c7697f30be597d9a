import { expect, test } from 'vitest';
import { parseDuration, parseTtl, readDuration } from './duration.ts';

test.each([
  ['60s', 60_000],
  ['90m', 5_400_000],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['500ms', 500],
  ['1.5s', 1_500],
  ['1m30s500ms', 90_500],
])('reads %s', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test.each(['', '60', 's', '-5s', '5 s', '1h30', '5y', '1e3s', '999999999999999999d'])(
  'does not take "%s" for a duration',
  (text) => {
    expect(readDuration(text)).toBeNull();
    expect(() => parseDuration(text)).toThrow('60s, 90m, 1h30m or 7d');
  },
);

test('a duration is more than nothing', () => {
  expect(() => parseDuration('0s')).toThrow();
});

test('a life can be without end', () => {
  expect(parseTtl('never')).toBe('never');
  expect(parseTtl('7d')).toBe(604_800_000);
});
