import { expect, test } from 'vitest';
import { ErrorBudget } from './error-budget.ts';

const LIMITS = { protocolErrorsMax: 20, protocolErrorsWindowMs: 5_000 };
const spend = (budget: ErrorBudget, count: number, nowMs: number) =>
  Array.from({ length: count }, () => budget.spend(nowMs)).every(Boolean);

test('is used up by the twentieth error within the window', () => {
  const budget = new ErrorBudget(LIMITS);
  expect([spend(budget, 19, 0), budget.spend(4_999)]).toEqual([true, false]);
});

test('counts over any five seconds, and not over those of a stopwatch', () => {
  const budget = new ErrorBudget(LIMITS);
  expect(spend(budget, 1, 0)).toBe(true);
  expect(spend(budget, 18, 4_900)).toBe(true);
  expect(spend(budget, 1, 5_100)).toBe(true);
  expect(spend(budget, 1, 5_200)).toBe(false);
});

test('forgets what is longer ago', () => {
  const budget = new ErrorBudget(LIMITS);
  for (let nowMs = 0; nowMs < 100_000; nowMs += 300) expect(budget.spend(nowMs)).toBe(true);
});
