import { expect, test } from 'vitest';
import { AuthFailures } from './auth-failures.ts';

const LIMITS = { authFailuresMax: 3, authLockoutMs: 60_000 };

test('locks bad tokens of one address out after so many, for what is left of the time', () => {
  const failures = new AuthFailures(LIMITS);
  const record = (address: string, nowMs: number) => failures.record(address, nowMs).lockedMs;
  expect([record('a', 0), record('a', 1), record('a', 2)]).toEqual([0, 0, 0]);
  expect([record('a', 10_000), record('b', 10_000)]).toEqual([50_000, 0]);
  expect([record('a', 60_000), record('a', 60_000)]).toEqual([0, 0]);
});

test('tells which failure has locked an address out', () => {
  const failures = new AuthFailures(LIMITS);
  const last = [1, 2, 3, 4, 5].map(() => failures.record('a', 0).isLast);
  expect(last).toEqual([false, false, false, true, false]);
});

test('remembers so many addresses and no more, which only forgives', () => {
  const failures = new AuthFailures(LIMITS);
  for (let count = 1; count <= 4; count += 1) failures.record('first', 0);
  for (let address = 1; address <= 10_000; address += 1) failures.record(`${address}`, 0);
  expect(failures.record('first', 0).lockedMs).toBe(0);
});
