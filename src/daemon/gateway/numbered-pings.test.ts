import { expect, test } from 'vitest';
import { NumberedPings } from './numbered-pings.ts';

test('a Pong acknowledges what its Ping was numbered for, once', () => {
  const pings = new NumberedPings();
  const [first, second] = [pings.next(3), pings.next(5)];
  expect([first, second]).toEqual(['1', '2']);
  expect(['', '0', '3', 'x'].map((payload) => pings.answered(payload))).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect([pings.answered('1'), pings.answered('1'), pings.answered('2')]).toEqual([3, null, 5]);
});

test('the newest Pong covers the Pings before it', () => {
  const pings = new NumberedPings();
  for (const seq of [1, 2, 3]) pings.next(seq);
  expect([pings.answered('3'), pings.answered('1')]).toEqual([3, null]);
});

test('so many are remembered and no more', () => {
  const pings = new NumberedPings();
  for (let seq = 1; seq <= 17; seq += 1) pings.next(seq);
  expect([pings.answered('1'), pings.answered('2')]).toEqual([null, 2]);
});
