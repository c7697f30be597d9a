import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const TEN = { perSecond: 2, burst: 10 };
const ONE = { perSecond: 2, burst: 1 };

const take = (bucket: TokenBucket, count: number, nowMs: number, rate = TEN) =>
  Array.from({ length: count }, () => bucket.take(rate, nowMs)).filter(Boolean).length;

test('lets a burst through, then what it refills', () => {
  const bucket = new TokenBucket(0);
  expect(take(bucket, 20, 0)).toBe(10);
  expect(take(bucket, 20, 1_000)).toBe(2);
  expect(take(bucket, 20, 1_400)).toBe(0);
  expect(take(bucket, 20, 1_500)).toBe(1);
});

test('never holds more than a burst, however long it was left alone', () => {
  const bucket = new TokenBucket(0);
  expect(take(bucket, 20, 86_400_000)).toBe(10);
});

test('says how long to wait for one more', () => {
  const bucket = new TokenBucket(0);
  expect([bucket.take(ONE, 0), bucket.waitMs(ONE)]).toEqual([true, 500]);
  expect([bucket.take(ONE, 200), bucket.waitMs(ONE)]).toEqual([false, 300]);
  expect([bucket.take(ONE, 500), bucket.take(ONE, 500)]).toEqual([true, false]);
});

test('takes a clock that goes back for one that stands still', () => {
  const bucket = new TokenBucket(10_000);
  expect([10_000, 5_000, 5_500].map((nowMs) => bucket.take(ONE, nowMs))).toEqual([
    true,
    false,
    true,
  ]);
});

test('follows a rate that changes, up and down', () => {
  const bucket = new TokenBucket(0);
  expect(take(bucket, 20, 0, TEN)).toBe(10);
  expect(take(bucket, 200, 1_000, { perSecond: 100, burst: 100 })).toBe(100);
  expect(take(bucket, 20, 60_000, ONE)).toBe(1);
});
