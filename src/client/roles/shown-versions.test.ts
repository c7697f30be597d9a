import { expect, test } from 'vitest';
import { ShownVersions } from './shown-versions.ts';

test('only what is newer than what was shown is news', () => {
  const shown = new ShownVersions(10);
  expect([3, 3, 2, 4].map((version) => shown.isNews(1, version))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test('a number and its text are the same booking', () => {
  const shown = new ShownVersions(10);
  shown.isNews(7, 1);
  expect(shown.isNews('7', 1)).toBe(false);
});

test('another history counts anew', () => {
  const shown = new ShownVersions(10);
  shown.begin('e1');
  shown.isNews(1, 5);
  shown.begin('e1');
  expect(shown.isNews(1, 5)).toBe(false);
  shown.begin('e2');
  expect(shown.isNews(1, 2)).toBe(true);
});

test('the booking that was shown longest ago is forgotten first', () => {
  const shown = new ShownVersions(2);
  shown.isNews(1, 1);
  shown.isNews(2, 1);
  shown.isNews(1, 2);
  shown.isNews(3, 1);
  expect(shown.isNews(1, 2)).toBe(false);
  expect(shown.isNews(2, 1)).toBe(true);
});
