import type { Database } from 'better-sqlite3';

/** By which an operator sees that it is the right database. */
export interface RowCounts {
  readonly bookings: number;
  /** Known by a token that they once had. */
  readonly users: number;
}

export function countRows(db: Database): RowCounts {
  const count = (table: string) =>
    Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return { bookings: count('bookings'), users: count('users') };
}
