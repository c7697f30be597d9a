import type { Tone } from './paint.ts';

export type Cell = string | number | boolean | null | undefined;

/** One column of a list, for people and for scripts. */
export interface Column<Row> {
  readonly title: string;
  /** What a person reads on a terminal. */
  readonly value: (row: Row) => Cell;
  /** What a script reads in a pipe, where that is something else: a time instead of an age. */
  readonly plain?: (row: Row) => Cell;
  readonly align?: 'right';
  readonly tone?: (row: Row) => Tone | undefined;
  /** Gives way when the terminal is narrow. */
  readonly flexible?: true;
}

export function cellText(cell: Cell): string {
  return cell === null || cell === undefined ? '' : String(cell);
}
