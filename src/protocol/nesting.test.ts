import { expect, it } from 'vitest';
import { fieldTooDeep } from './nesting.ts';

/** An object counts as the first level. */
const LEVELS_MAX = 64;
const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

it('names the field that is nested too deep', () => {
  expect(fieldTooDeep({ a: [1, { b: null }], c: nested(LEVELS_MAX - 1) })).toBeUndefined();
  expect(fieldTooDeep({ a: 1, 'b/~': nested(LEVELS_MAX) })).toBe('/b~1~0');
  expect(fieldTooDeep({ a: { b: [1, nested(LEVELS_MAX)] } })).toBe('/a');
});

it('goes no deeper than the limit', () => {
  expect(fieldTooDeep({ a: nested(100_000) })).toBe('/a');
});
