import type { Align } from '../../text/cells.ts';
import type { Paint } from '../text/paint.ts';

/** Paints one cell after it was cut to its width, so that colours never count as cells. */
export type Tone = Exclude<keyof Paint, 'selected'>;

export interface Column<Row> {
  readonly title: string;
  /** In cells; 0 leaves the column out. */
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
