import { type Column, cellText } from './column.ts';
import type { Paint } from './paint.ts';
import { clean, pad, widthOf } from './text.ts';

/** The fields of one thing below each other; those without a value are left out. */
export function renderRecord<Row>(
  row: Row,
  columns: readonly Column<Row>[],
  forTerminal: boolean,
  paint: Paint,
): string {
  const width = Math.max(...columns.map(({ title }) => widthOf(title)));
  return columns
    .map((column) => {
      const read = forTerminal ? column.value : (column.plain ?? column.value);
      const text = clean(cellText(read(row)));
      if (text === '') return '';
      if (!forTerminal) return `${column.title}\t${text}\n`;
      return `${paint(pad(column.title, width), 'faint')}  ${paint(text, column.tone?.(row))}\n`;
    })
    .join('');
}
