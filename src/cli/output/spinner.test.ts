import { expect, test } from 'vitest';
import { testContext } from '../testing/test-context.ts';
import { canSpin } from './spinner.ts';

test('only a terminal that knows its width gets a spinner', () => {
  const terminal = testContext({ isTerminal: true });
  expect(canSpin(terminal)).toBe(true);
  expect(canSpin({ ...terminal, stderr: { ...terminal.stderr, columns: 0 } })).toBe(false);
  expect(canSpin({ ...terminal, env: { TERM: 'dumb' } })).toBe(false);
  expect(canSpin(testContext())).toBe(false);
});
