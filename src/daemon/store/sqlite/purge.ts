import type { Database } from 'better-sqlite3';
import type { Retention } from '../store.ts';

/** Rows of one table per call, so that no commit waits long for it. */
const ROWS_MAX = 1_000;
/** Streams that are over their length, per call. */
const STREAMS_MAX = 100;

/** Deletes what is past its retention. True: there may be more. */
export function purgeExpired(db: Database): (nowMs: number, retention: Retention) => boolean {
  const entries = purgeOldEntries(db);
  const surplus = purgeSurplusEntries(db);
  const commands = purgeOldest(db, 'commands', 'at');
  const points = purgeOldest(db, 'track_points', 'received_at');
  return (nowMs, retention) => {
    const results = [
      entries(nowMs - retention.streamMs),
      surplus(retention.streamCountMax),
      commands(nowMs - retention.commandMs),
      points(nowMs - retention.trackMs),
    ];
    return results.includes(true);
  };
}

/**
 * The oldest rows are the first ones. Deletes from the front up to the first row that is young
 * enough: also after the clock was set, what stays is all that came after some point.
 */
function oldRowsUntil(table: string, time: string): string {
  const front = `SELECT ordinal, ${time} AS time FROM ${table} ORDER BY ordinal LIMIT ${ROWS_MAX}`;
  return `ordinal IN (SELECT ordinal FROM (${front}) WHERE ordinal < coalesce(
    (SELECT min(ordinal) FROM (${front}) WHERE time >= $before), 9223372036854775807))`;
}

function purgeOldest(db: Database, table: string, time: string): (beforeMs: number) => boolean {
  const remove = db.prepare<{ before: number }>(
    `DELETE FROM ${table} WHERE ${oldRowsUntil(table, time)}`,
  );
  return (before) => remove.run({ before }).changes === ROWS_MAX;
}

interface Removed {
  readonly stream_id: number;
  readonly seq: number;
}

function purgeOldEntries(db: Database): (beforeMs: number) => boolean {
  const remove = db.prepare<[{ before: number }], Removed>(
    `DELETE FROM stream_entries WHERE ${oldRowsUntil('stream_entries', 'at')}
     RETURNING stream_id, seq`,
  );
  const prune = markPruned(db);
  return (before) => {
    const removed = remove.all({ before });
    for (const { stream_id, seq } of removed) prune(stream_id, seq);
    return removed.length === ROWS_MAX;
  };
}

function purgeSurplusEntries(db: Database): (countMax: number) => boolean {
  const select = db.prepare<[{ countMax: number }], Removed>(
    `SELECT stream_id, newest_seq - $countMax AS seq FROM streams
     WHERE newest_seq - pruned_seq > $countMax LIMIT ${STREAMS_MAX}`,
  );
  const remove = db.prepare<[number, number]>(
    'DELETE FROM stream_entries WHERE stream_id = ? AND seq <= ?',
  );
  const prune = markPruned(db);
  return (countMax) => {
    const long = select.all({ countMax });
    for (const { stream_id, seq } of long) {
      remove.run(stream_id, seq);
      prune(stream_id, seq);
    }
    return long.length === STREAMS_MAX;
  };
}

/** From here on a client that stopped earlier cannot resume: it gets a snapshot instead. */
function markPruned(db: Database): (streamId: number, seq: number) => void {
  const update = db.prepare<[number, number]>(
    'UPDATE streams SET pruned_seq = max(pruned_seq, ?) WHERE stream_id = ?',
  );
  return (streamId, seq) => {
    update.run(seq, streamId);
  };
}
