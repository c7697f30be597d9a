import type { Database } from 'better-sqlite3';

/** Tables to whose end rows are added, with the time that each row has. */
const LOGS = [
  ['transitions', 'at'],
  ['stream_entries', 'at'],
  ['commands', 'at'],
  ['track_points', 'received_at'],
] as const;

/** Of rows up to these, the times are those of a clock that was set since. */
interface TimeSet {
  readonly at: number;
  readonly ordinals: Readonly<Record<string, number>>;
}
const KEY = 'time_set';

/** Remembers that time was set and is `nowMs` now: what was stored before tells it no more. */
export function noteTimeSet(db: Database): (nowMs: number) => void {
  const last = LOGS.map(([table]) => `'${table}', (SELECT max(ordinal) FROM ${table})`);
  const ordinals = `json_object(${last.join(', ')})`;
  const write = db.prepare<[string, number]>(
    `INSERT OR REPLACE INTO meta (key, value)
     VALUES (?, json_object('at', ?, 'ordinals', ${ordinals}))`,
  );
  return (nowMs) => {
    write.run(KEY, nowMs);
  };
}

/**
 * Of the last rows, not of the latest: those before may be from a clock that was set back since.
 */
export function findNewestTime(db: Database): () => number | null {
  const timeSet = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  const last = LOGS.map(([table, time]) => ({
    table,
    row: db.prepare<[], { ordinal: number; at: number }>(
      `SELECT ordinal, ${time} AS at FROM ${table} ORDER BY ordinal DESC LIMIT 1`,
    ),
  }));
  return () => {
    const text = timeSet.get(KEY)?.value;
    const set = text === undefined ? null : (JSON.parse(text) as TimeSet);
    const times = last.flatMap(({ table, row }) => {
      const { ordinal, at } = row.get() ?? { ordinal: 0, at: 0 };
      return ordinal > (set?.ordinals[table] ?? 0) ? [at] : [];
    });
    if (set !== null) times.push(set.at);
    return times.length === 0 ? null : Math.max(...times);
  };
}
