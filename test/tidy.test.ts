import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const linesMax = 400;
const columnsMax = 100;

const files = globSync('{src,test,bench,scripts,bin}/**/*.{ts,tsx,mjs,cjs,sql,css,html}', {
  cwd: root,
}).map((path) => ({
  path: path.replaceAll('\\', '/'),
  lines: readFileSync(join(root, path), 'utf8').trimEnd().split('\n'),
}));

const program = files.filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'));

/** Every line that offends, as `path:line`, so that a failure says where to go. */
function offences(among: typeof files, offends: (line: string) => boolean): string[] {
  return among.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (offends(line) ? [`${path}:${index + 1}`] : [])),
  );
}

test('no file is longer than two rooms', () => {
  const long = files.filter(({ lines }) => lines.length > linesMax);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('no line is wider than the page', () => {
  expect(offences(files, (line) => line.length > columnsMax)).toEqual([]);
});

test('only a clock reads the time', () => {
  const readsTime = /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/;
  const elsewhere = program.filter(({ path }) => !/clock[^/]*\.ts$/.test(path));
  expect(offences(elsewhere, (line) => readsTime.test(line))).toEqual([]);
});

test('nothing draws lots by itself, so that a seed repeats a run', () => {
  const elsewhere = program.filter(({ path }) => !/random[^/]*\.ts$/.test(path));
  expect(offences(elsewhere, (line) => line.includes('Math.random'))).toEqual([]);
});
