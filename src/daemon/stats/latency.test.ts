import { expect, test } from 'vitest';
import { LatencyWindow } from './latency.ts';

test('says nothing where nothing was measured', () => {
  expect(new LatencyWindow().percentiles()).toBeNull();
});

test('knows percentiles to two digits, and the worst', () => {
  const window = new LatencyWindow();
  for (let ms = 1; ms <= 100; ms += 1) window.record(ms);
  const { p50, p99, max } = window.percentiles() ?? { p50: 0, p99: 0, max: 0 };
  expect(Math.abs(p50 - 50)).toBeLessThan(1);
  expect(Math.abs(p99 - 99)).toBeLessThan(1);
  expect(Math.abs(max - 100)).toBeLessThan(1);
});

test('forgets what is two windows ago', () => {
  const window = new LatencyWindow();
  window.record(500);
  window.turn();
  window.record(1);
  expect(window.percentiles()?.max).toBeGreaterThan(400);
  window.turn();
  expect(window.percentiles()?.max).toBeLessThan(2);
  window.turn();
  expect(window.percentiles()).toBeNull();
});

test('takes what cannot be for the nearest that can', () => {
  const window = new LatencyWindow();
  for (const elapsedMs of [-5, 1e9]) window.record(elapsedMs);
  expect(window.percentiles()?.p50).toBe(0);
  expect(window.percentiles()?.max).toBeGreaterThan(59_000);
});
