import { fitCells, fitTail } from '../../text/cells.ts';
import type { Paint } from '../text/paint.ts';
import type { Column } from './column.ts';

/** A column with the cells that it has on a screen. */
export interface LaidColumn<Row> {
  readonly column: Column<Row>;
  readonly cells: number;
}

/** From so many cells on, columns take their roomy width. */
const ROOMY_FROM = 110;
const GAP = ' ';

/** The columns that a row of `width` cells has room for. */
export function layColumns<Row>(
  columns: readonly Column<Row>[],
  width: number,
): readonly LaidColumn<Row>[] {
  const fixed = (column: Column<Row>) =>
    width >= ROOMY_FROM ? (column.roomy ?? column.width) : column.width;
  const shown = columns.filter((column) => column.grows || fixed(column) > 0);
  const taken = shown
    .filter((column) => !column.grows)
    .reduce((sum, column) => sum + fixed(column) + GAP.length, 0);
  return shown.map((column) => ({
    column,
    cells: column.grows ? Math.max(width - taken, 0) : fixed(column),
  }));
}

export function drawTitles<Row>(columns: readonly LaidColumn<Row>[]): string {
  return columns.map((laid) => cut(laid, laid.column.title)).join(GAP);
}

export function drawRow<Row>(
  columns: readonly LaidColumn<Row>[],
  row: Row,
  daemonTimeMs: number | null,
  paint: Paint,
): string {
  const drawn = columns.map((laid) => {
    const { column, cells } = laid;
    const text = cut(laid, column.cell(row, daemonTimeMs, cells));
    const tone = column.tone?.(row, daemonTimeMs) ?? null;
    return tone === null ? text : paint[tone](text);
  });
  return drawn.join(GAP);
}

function cut<Row>({ column, cells }: LaidColumn<Row>, text: string): string {
  return column.keepsEnd ? fitTail(text, cells) : fitCells(text, cells, column.align);
}
