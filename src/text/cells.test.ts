import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, cutCells, fitCells, fitRight, fitTail } from './cells.ts';
import { cleanText } from './clean.ts';

test('a short text is padded on the side that it is not aligned to', () => {
  expect(fitCells('ab', 4)).toBe('ab  ');
  expect(fitCells('ab', 4, 'right')).toBe('  ab');
});

test('a long text ends in an ellipsis', () => {
  expect(fitCells('abcdef', 4)).toBe('abc…');
});

test('an id keeps its end, where ids differ', () => {
  expect(fitTail('sim-8f2-rider-12', 8)).toBe('…ider-12');
});

test('wide characters count as two cells and are never halved', () => {
  expect(cellsOf('王a')).toBe(3);
  expect(fitCells('王王王', 4)).toBe('王… ');
});

test('a picture takes two cells', () => {
  expect(cellsOf('ok \u{1f600}')).toBe(5);
});

test('a text is cut only where it is too long', () => {
  expect(['abc', 'abcd', 'ab cd'].map((text) => cutCells(text, 3))).toEqual(['abc', 'ab…', 'ab…']);
  expect(cutCells('abc', 0)).toBe('');
});

test('an accent written apart takes no cell', () => {
  expect(cellsOf('e\u0301')).toBe(1);
});

test('what does not fit at the right is left out', () => {
  expect(fitRight('abc', 6)).toBe('   abc');
  expect(fitRight('abc', 4)).toBe('    ');
});

test('whatever the text, a fitted one has exactly the cells asked for', () => {
  const text = fc.string({ unit: 'grapheme' }).map(cleanText);
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 40 }), (each, width) => {
      expect(cellsOf(fitCells(each, width))).toBe(width);
      expect(cellsOf(fitTail(each, width))).toBe(width);
    }),
  );
});
