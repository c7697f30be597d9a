import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const take = (bucket: TokenBucket, count: number, nowMs: number) =>
  Array.from({ length: count }, () => bucket.take(nowMs)).filter(Boolean).length;

test('lets a burst through, then what it refills', () => {
  const bucket = new TokenBucket(2, 10, 0);
  expect(take(bucket, 20, 0)).toBe(10);
  expect(take(bucket, 20, 1_000)).toBe(2);
  expect(take(bucket, 20, 1_400)).toBe(0);
  expect(take(bucket, 20, 1_500)).toBe(1);
});

test('never holds more than a burst, however long it was left alone', () => {
  const bucket = new TokenBucket(2, 10, 0);
  expect(take(bucket, 20, 86_400_000)).toBe(10);
});

test('says how long to wait for one more', () => {
  const bucket = new TokenBucket(2, 1, 0);
  expect([bucket.take(0), bucket.waitMs]).toEqual([true, 500]);
  expect([bucket.take(200), bucket.waitMs]).toEqual([false, 300]);
  expect([bucket.take(500), bucket.take(500)]).toEqual([true, false]);
});

test('takes a clock that goes back for one that stands still', () => {
  const bucket = new TokenBucket(2, 1, 10_000);
  expect([bucket.take(10_000), bucket.take(5_000), bucket.take(5_500)]).toEqual([
    true,
    false,
    true,
  ]);
});
