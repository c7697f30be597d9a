import type { Database } from 'better-sqlite3';
import type { ClockDoubt } from '../store.ts';

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
  /** As they were then; absent where an older version wrote it. */
  readonly doubts?: readonly ClockDoubt[];
}
const KEY = 'time_set';

/** Remembers that time was set and is `nowMs` now: what was stored before tells it no more. */
export function noteTimeSet(db: Database): (nowMs: number, doubts: readonly ClockDoubt[]) => void {
  const last = LOGS.map(([table]) => `'${table}', (SELECT max(ordinal) FROM ${table})`);
  const ordinals = `json_object(${last.join(', ')})`;
  const write = db.prepare<[string, number, string]>(
    `INSERT OR REPLACE INTO meta (key, value)
     VALUES (?, json_object('at', ?, 'ordinals', ${ordinals}, 'doubts', json(?)))`,
  );
  return (nowMs, doubts) => {
    write.run(KEY, nowMs, JSON.stringify(doubts));
  };
}

/**
 * Of the last rows, not of the latest: those before may be from a clock that was set back since.
 */
export function findNewestTime(db: Database): () => number | null {
  const timeSet = findTimeSet(db);
  const last = LOGS.map(([table, time]) => ({
    table,
    row: db.prepare<[], { ordinal: number; at: number }>(
      `SELECT ordinal, ${time} AS at FROM ${table} ORDER BY ordinal DESC LIMIT 1`,
    ),
  }));
  return () => {
    const set = timeSet();
    const times = last.flatMap(({ table, row }) => {
      const { ordinal, at } = row.get() ?? { ordinal: 0, at: 0 };
      return ordinal > (set?.ordinals[table] ?? 0) ? [at] : [];
    });
    if (set !== null) times.push(set.at);
    return times.length === 0 ? null : Math.max(...times);
  };
}

/** Only time in which something was stored has surely been lived through. */
export function findClockDoubts(db: Database): () => readonly ClockDoubt[] {
  const timeSet = findTimeSet(db);
  const newestTime = findNewestTime(db);
  return () => {
    const { at = 0, doubts = [] } = timeSet() ?? {};
    const livedMs = (newestTime() ?? at) - at;
    const left = doubts.map(({ byMs, leftMs }) => ({ byMs, leftMs: leftMs - livedMs }));
    return left.filter(({ leftMs }) => leftMs > 0);
  };
}

function findTimeSet(db: Database): () => TimeSet | null {
  const select = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  return () => {
    const text = select.get(KEY)?.value;
    return text === undefined ? null : (JSON.parse(text) as TimeSet);
  };
}
