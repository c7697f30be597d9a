import { expect, test } from 'vitest';
import type { Column } from './column.ts';
import { renderPlain } from './plain.ts';
import { renderRecord } from './record.ts';
import { renderTable } from './table.ts';

interface Trip {
  readonly id: number;
  readonly place: string;
  readonly ageMs: number;
}
const columns: readonly Column<Trip>[] = [
  { title: 'Id', value: (row) => row.id, align: 'right' },
  { title: 'Place', value: (row) => row.place, flexible: true, tone: () => 'good' },
  { title: 'Age', value: (row) => `${row.ageMs / 1_000}s`, plain: (row) => row.ageMs },
];
const trips: readonly Trip[] = [
  { id: 7, place: 'Plaza', ageMs: 2_000 },
  { id: 12, place: 'Public market, gate 3', ageMs: 10_000 },
];
const noPaint = (text: string) => text;

test('a table has titles and aligned columns, and nothing behind the last', () => {
  expect(renderTable(trips, columns, { columns: 80, paint: noPaint })).toBe(
    [
      'ID  PLACE                  AGE',
      ' 7  Plaza                  2s',
      '12  Public market, gate 3  10s',
      '',
    ].join('\n'),
  );
});

test('a column that says nothing about any row is left out', () => {
  const phone: Column<Trip> = { title: 'Phone', value: () => undefined };
  const terminal = { columns: 80, paint: noPaint };
  expect(renderTable(trips, [phone, ...columns], terminal)).toBe(
    renderTable(trips, columns, terminal),
  );
});

test('what is too wide for the terminal gives way in flexible columns only', () => {
  expect(renderTable(trips, columns, { columns: 20, paint: noPaint })).toBe(
    ['ID  PLACE        AGE', ' 7  Plaza        2s', '12  Public mar…  10s', ''].join('\n'),
  );
});

test('paint does not disturb the columns', () => {
  const table = renderTable(trips, columns, {
    columns: 80,
    paint: (text, tone) => (tone === 'good' ? `<${text}>` : text),
  });
  expect(table).toContain(' 7  <Plaza                >  2s');
});

test('what users wrote cannot break a column or move the cursor', () => {
  const trip = { id: 1, place: 'a\tb\n\u001b[2Jc\u202e', ageMs: 0 };
  expect(renderTable([trip], columns, { columns: 80, paint: noPaint })).toContain('a b ?[2Jc');
  expect(renderPlain([trip], columns)).toBe('1\ta b ?[2Jc\t0\n');
});

test('wide characters count as two cells', () => {
  const rows = [
    { id: 1, place: '市場', ageMs: 0 },
    { id: 2, place: 'Piña', ageMs: 0 },
  ];
  expect(renderTable(rows, columns, { columns: 80, paint: noPaint })).toBe(
    ['ID  PLACE  AGE', ' 1  市場   0s', ' 2  Piña   0s', ''].join('\n'),
  );
});

test('plain output has no titles, keeps everything, and gives scripts their own form', () => {
  expect(renderPlain(trips, columns)).toBe('7\tPlaza\t2000\n12\tPublic market, gate 3\t10000\n');
  expect(renderPlain([], columns)).toBe('');
});

test('a record leaves out what has no value', () => {
  const trip = { id: 7, place: '', ageMs: 2_000 };
  expect(renderRecord(trip, columns, true, noPaint)).toBe('Id     7\nAge    2s\n');
  expect(renderRecord(trip, columns, false, noPaint)).toBe('Id\t7\nAge\t2000\n');
});
