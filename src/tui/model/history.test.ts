import { expect, test } from 'vitest';
import { EMPTY_HISTORY, HISTORY_SECONDS_MAX, recordRates } from './history.ts';

const rates = (inPerS: number) => ({ inPerS, outPerS: 0 });

test('each second has one sample', () => {
  const history = recordRates(recordRates(EMPTY_HISTORY, 5_100, rates(1)), 6_100, rates(2));
  expect(history.samples).toEqual([rates(1), rates(2)]);
});

test('of two samples in one second the later counts', () => {
  const history = recordRates(recordRates(EMPTY_HISTORY, 5_100, rates(1)), 5_900, rates(2));
  expect(history.samples).toEqual([rates(2)]);
});

test('seconds without figures leave a gap', () => {
  const history = recordRates(recordRates(EMPTY_HISTORY, 1_000, rates(1)), 4_000, rates(2));
  expect(history.samples).toEqual([rates(1), null, null, rates(2)]);
});

test('a night without figures costs no more than the window', () => {
  const history = recordRates(recordRates(EMPTY_HISTORY, 0, rates(1)), 36_000_000, rates(2));
  expect(history.samples).toHaveLength(HISTORY_SECONDS_MAX);
  expect(history.samples.at(-1)).toEqual(rates(2));
});
