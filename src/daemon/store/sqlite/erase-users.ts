import type { Database } from 'better-sqlite3';
import { prefixRange } from './select-where.ts';

/** Rows of one table per call. Bookings and streams take theirs with them. */
const ROWS_MAX = 200;
const POINTS_MAX = 5_000;

const TABLES = [
  ['bookings', 'rider_id', ROWS_MAX],
  ['streams', 'user_id', ROWS_MAX],
  ['tokens', 'user_id', ROWS_MAX],
  ['users', 'user_id', ROWS_MAX],
  ['track_points', 'driver_id', POINTS_MAX],
] as const;

/** Deletes all of the users whose id starts with a prefix. True: there may be more. */
export function eraseUsers(db: Database): (userIdPrefix: string) => boolean {
  const steps = TABLES.map(([table, column, rowsMax]) => {
    const remove = db.prepare<[string, string, number]>(
      `DELETE FROM ${table} WHERE ${column} >= ? AND ${column} < ? LIMIT ?`,
    );
    return (prefix: string) => remove.run(...prefixRange(prefix), rowsMax).changes === rowsMax;
  });
  return (prefix) => steps.map((erase) => erase(prefix)).includes(true);
}
