import { type Align, fitCells, fitTail } from '../text/fit.ts';
import type { Paint } from '../text/paint.ts';

/** Paints one cell after it was cut to its width, so that colours never count as cells. */
export type Tone = Exclude<keyof Paint, 'selected'>;

export interface Column<Row> {
  readonly title: string;
  readonly width: number;
  /** The width where there is room. */
  readonly roomy?: number;
  /** Takes what the others leave; one column of a table does. */
  readonly grows?: true;
  readonly align?: Align;
  /** Cut at the start, for ids, which differ at the end. */
  readonly keepsEnd?: true;
  /**
   * `daemonTimeMs` is the daemon's present, from which ages are reckoned; null before it is known.
   * `width` is for those that cut by themselves.
   */
  readonly cell: (row: Row, daemonTimeMs: number | null, width: number) => string;
  readonly tone?: (row: Row, daemonTimeMs: number | null) => Tone | null;
}

/** From so many columns on, cells take their roomy width. */
const ROOMY_FROM = 110;
const GAP = ' ';

export function drawTitles<Row>(columns: readonly Column<Row>[], width: number): string {
  const cells = columns.map((column) => cut(column, column.title, cellsOf(column, columns, width)));
  return cells.join(GAP);
}

export function drawRow<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  width: number,
  daemonTimeMs: number | null,
  paint: Paint,
): string {
  const drawn = columns.map((column) => {
    const cells = cellsOf(column, columns, width);
    const text = cut(column, column.cell(row, daemonTimeMs, cells), cells);
    const tone = column.tone?.(row, daemonTimeMs) ?? null;
    return tone === null ? text : paint[tone](text);
  });
  return drawn.join(GAP);
}

function cut<Row>(column: Column<Row>, text: string, cells: number): string {
  return column.keepsEnd ? fitTail(text, cells) : fitCells(text, cells, column.align);
}

function cellsOf<Row>(column: Column<Row>, columns: readonly Column<Row>[], width: number): number {
  if (!column.grows) return fixedCells(column, width);
  const others = columns.filter((each) => !each.grows);
  const taken = others.reduce((sum, each) => sum + fixedCells(each, width) + GAP.length, 0);
  return Math.max(width - taken, 0);
}

function fixedCells<Row>(column: Column<Row>, width: number): number {
  return width >= ROOMY_FROM ? (column.roomy ?? column.width) : column.width;
}
