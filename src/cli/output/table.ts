import { cellsOf, cutCells, padCells } from '../../text/cells.ts';
import { cleanLine } from '../../text/clean.ts';
import { type Column, cellText } from './column.ts';
import type { Paint } from './paint.ts';

const GAP = '  ';
const FLEXIBLE_CELLS_MIN = 8;

/**
 * Aligned columns under titles, as wide as the terminal at most where columns can give way. A
 * column that has nothing to say about any row is left out.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  allColumns: readonly Column<Row>[],
  terminal: { readonly columns: number; readonly paint: Paint },
): string {
  const columns = allColumns.filter(({ value }) => rows.some((row) => cellText(value(row)) !== ''));
  const cells = rows.map((row) => columns.map((column) => cleanLine(cellText(column.value(row)))));
  const widths = narrow(columns, naturalWidths(columns, cells), terminal.columns);
  const line = (texts: readonly string[], paint: (text: string, index: number) => string) =>
    texts
      .map((text, index) => paint(cut(text, widths[index] ?? 0, columns[index]), index))
      .join(GAP)
      .trimEnd();
  const head = line(
    columns.map(({ title }) => title.toUpperCase()),
    (text) => terminal.paint(text, 'faint'),
  );
  const body = rows.map((row, at) =>
    line(cells[at] ?? [], (text, index) => terminal.paint(text, columns[index]?.tone?.(row))),
  );
  return `${[head, ...body].join('\n')}\n`;
}

function naturalWidths<Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
): number[] {
  return columns.map(({ title }, index) =>
    cells.reduce((width, row) => Math.max(width, cellsOf(row[index] ?? '')), cellsOf(title)),
  );
}

/** Takes from the widest flexible column, cell by cell, until the line fits. */
function narrow<Row>(
  columns: readonly Column<Row>[],
  widths: number[],
  available: number,
): number[] {
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP.length * widths.length;
  for (let excess = total() - GAP.length - available; excess > 0; excess--) {
    const widest = widestFlexible(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function widestFlexible<Row>(columns: readonly Column<Row>[], widths: readonly number[]) {
  let widest: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (columns[index]?.flexible !== true || width <= FLEXIBLE_CELLS_MIN) continue;
    if (widest === undefined || width > (widths[widest] ?? 0)) widest = index;
  }
  return widest;
}

function cut<Row>(text: string, cells: number, column: Column<Row> | undefined): string {
  return padCells(cutCells(text, cells), cells, column?.align);
}
