import { cellsOf, padCells } from '../../text/cells.ts';
import { cleanLine } from '../../text/clean.ts';
import { type Column, cellText } from './column.ts';
import type { Paint } from './paint.ts';

/** The fields of one thing below each other; those without a value are left out. */
export function renderRecord<Row>(
  row: Row,
  columns: readonly Column<Row>[],
  forTerminal: boolean,
  paint: Paint,
): string {
  const width = Math.max(...columns.map(({ title }) => cellsOf(title)));
  return columns
    .map((column) => {
      const read = forTerminal ? column.value : (column.plain ?? column.value);
      const text = cleanLine(cellText(read(row)));
      if (text === '') return '';
      if (!forTerminal) return `${column.title}\t${text}\n`;
      const title = paint(padCells(column.title, width), 'faint');
      return `${title}  ${paint(text, column.tone?.(row))}\n`;
    })
    .join('');
}
