import type { Database } from 'better-sqlite3';

/** Tables to whose end rows are added, with the time that each row has. */
const LOGS = [
  ['transitions', 'at'],
  ['stream_entries', 'at'],
  ['commands', 'at'],
  ['track_points', 'received_at'],
] as const;

/**
 * Of the last rows, not of the latest: those before may be from a clock that was set back since.
 */
export function findNewestTime(db: Database): () => number | null {
  const last = LOGS.map(
    ([table, time]) =>
      `SELECT (SELECT ${time} FROM ${table} ORDER BY ordinal DESC LIMIT 1) AS newest`,
  );
  const select = db.prepare<[], { newest: number | null }>(
    `SELECT max(newest) AS newest FROM (${last.join(' UNION ALL ')})`,
  );
  return () => select.get()?.newest ?? null;
}
