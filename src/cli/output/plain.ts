import { cleanLine } from '../../text/clean.ts';
import { type Column, cellText } from './column.ts';

/** A line per row, cells between tabs, nothing shortened and no titles: for cut, awk and sort. */
export function renderPlain<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return rows.map((row) => `${columns.map((each) => cell(row, each)).join('\t')}\n`).join('');
}

function cell<Row>(row: Row, column: Column<Row>): string {
  return cleanLine(cellText((column.plain ?? column.value)(row)));
}
