import { expect, test } from 'vitest';
import { hasColors, paintFor } from './paint.ts';

const terminal = { write: () => true, isTTY: true };
const pipe = { write: () => true };

test('there are colours on a terminal only', () => {
  expect(hasColors(terminal, {})).toBe(true);
  expect(hasColors(pipe, {})).toBe(false);
  expect(hasColors(terminal, { TERM: 'dumb' })).toBe(false);
});

test('NO_COLOR is stronger than everything, unless it is empty', () => {
  expect(hasColors(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
  expect(hasColors(terminal, { NO_COLOR: '' })).toBe(true);
});

test('FORCE_COLOR colours a pipe too', () => {
  expect(hasColors(pipe, { FORCE_COLOR: '1' })).toBe(true);
  expect(hasColors(terminal, { FORCE_COLOR: '0' })).toBe(false);
});

test('paints with a tone, and not without one', async () => {
  const paint = await paintFor(terminal, {});
  expect(paint('free', 'good')).toBe('\u001b[32mfree\u001b[39m');
  expect(paint('free', undefined)).toBe('free');
  expect((await paintFor(pipe, {}))('free', 'good')).toBe('free');
});
