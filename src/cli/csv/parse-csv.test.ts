import { expect, test } from 'vitest';
import { parseCsv } from './parse-csv.ts';

const fieldsOf = (text: string) => {
  const result = parseCsv(text);
  return result.ok ? result.records.map(({ fields }) => fields) : result;
};
const linesOf = (text: string) => {
  const result = parseCsv(text);
  return result.ok ? result.records.map(({ line }) => line) : result;
};

test('reads records with every kind of line end, the last one optional', () => {
  expect(fieldsOf('a,b\nc,d\r\ne,f\rg,h')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e', 'f'],
    ['g', 'h'],
  ]);
  expect(fieldsOf('a,b\n')).toEqual([['a', 'b']]);
});

test('keeps commas, quotes and line ends inside quotes', () => {
  expect(fieldsOf('"Cruz, Ana","the ""fast"" one","two\r\nlines"\n')).toEqual([
    ['Cruz, Ana', 'the "fast" one', 'two\r\nlines'],
  ]);
});

test('trims bare fields only', () => {
  expect(fieldsOf('a , b," c "')).toEqual([['a', 'b', ' c ']]);
});

test('keeps empty fields, at the end of the text too', () => {
  expect(fieldsOf('a,,\n,')).toEqual([
    ['a', '', ''],
    ['', ''],
  ]);
});

test('leaves out empty lines, but counts them', () => {
  expect(linesOf('a\n\n\nb\n')).toEqual([1, 4]);
  expect(fieldsOf('')).toEqual([]);
  expect(fieldsOf('\n\n')).toEqual([]);
});

test('counts the lines inside quotes', () => {
  expect(linesOf('"one\ntwo\nthree",x\nb,y')).toEqual([1, 4]);
});

test('does not take a byte order mark for content', () => {
  expect(fieldsOf('\ufeff"role",b')).toEqual([['role', 'b']]);
});

test.each([
  ['an open quote', 'a,b\n"c,d\n', 2],
  ['text after a closing quote', 'a,"b"c\n', 1],
  ['a quote inside a bare field', 'a\nb"c', 2],
])('names the line of %s', (_what, text, line) => {
  expect(parseCsv(text)).toMatchObject({ ok: false, line });
});
