import { expect, test } from 'vitest';
import { cleanDeep, cleanLine, cleanText } from './clean.ts';

test('ordinary text stays as it is', () => {
  expect(cleanText('Barangay San José, 王 stall 4')).toBe('Barangay San José, 王 stall 4');
});

test('an escape sequence loses what makes it one', () => {
  expect(cleanText('a\u001b[2Jb\u009b1mc\u0007')).toBe('a?[2Jb?1mc?');
});

test('line breaks and tabs become one space', () => {
  expect(cleanText('a\r\n\tb\u2028c')).toBe('a b c');
});

test('what hides or turns text around is taken out', () => {
  expect(cleanText('pay\u202egnp.exe\u200b\ufeff')).toBe('paygnp.exe');
});

test('pictures are replaced, since terminals disagree on their width', () => {
  expect(cleanText('ok \u{1f600}\u{1f44d}\u{1f3fd}')).toBe('ok ???');
});

test('a line keeps its pictures and its length', () => {
  expect(cleanLine('ok \u{1f600}\r\n')).toBe('ok \u{1f600}');
  expect(cleanLine('é'.repeat(2_000))).toHaveLength(2_000);
  expect(cleanLine('a\u001b[2Jb\u202e\tc')).toBe('a?[2Jb c');
});

test('a text of a megabyte is cut', () => {
  expect(cleanText('x'.repeat(1_000_000))).toHaveLength(1_000);
});

test('every string in a message is cleaned, keys too, and the rest is untouched', () => {
  const message = { a: ['\u001b', 7, null, true], 'k\u0007': { b: 'x\ny' }, n: undefined };
  expect(cleanDeep(message)).toEqual({ a: ['?', 7, null, true], 'k?': { b: 'x y' }, n: undefined });
});
