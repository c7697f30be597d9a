import { expect, test } from 'vitest';
import type { Column } from '../lists/column.ts';
import { frameOf } from '../testing/frame-of.ts';
import { List } from './list.tsx';

const COLUMNS: readonly Column<string>[] = [
  { title: 'NAME', width: 6, cell: (row) => row },
  { title: 'SIZE', width: 4, align: 'right', cell: (row) => String(row.length) },
];

function linesOf(items: readonly string[], offset: number | 'end', hasHeads = false) {
  return frameOf(
    <List
      items={items}
      columns={COLUMNS}
      offset={offset}
      visible={3}
      hasHeads={hasHeads}
      why="Nobody has come yet."
      daemonTimeMs={null}
    />,
  );
}

test('a list shows a window on its rows under their heads', () => {
  const lines = linesOf(['ana', 'ben', 'cy', 'dora', 'eve'], 1, true);
  expect(lines).toEqual(['NAME   SIZE', 'ben       3', 'cy        2', 'dora      4']);
});

test('an offset beyond the end shows the last rows', () => {
  expect(linesOf(['ana', 'ben', 'cy', 'dora'], 99)).toEqual(linesOf(['ben', 'cy', 'dora'], 0));
});

test('a list that follows its end shows the last rows', () => {
  expect(linesOf(['ana', 'ben', 'cy', 'dora'], 'end')[2]).toBe('dora      4');
});

test('an empty list says why, and keeps its height', () => {
  expect(linesOf([], 0)).toEqual(['Nobody has come yet.', '', '']);
});

test('a row that is too wide is cut in its column', () => {
  expect(linesOf(['bartholomew'], 0)[0]).toBe('barth…   11');
});
