import type { Database } from 'better-sqlite3';
import type { Retention } from '../store.ts';

/** Rows of one table per call, so that no commit waits long for it. */
const ROWS_MAX = 1_000;
/** Streams that are over their length, per call. */
const STREAMS_MAX = 100;
const ORDINAL_MAX = '9223372036854775807';

/** Deletes what is past its retention. True: there may be more. */
export function purgeExpired(db: Database): (nowMs: number, retention: Retention) => boolean {
  const entries = purgeOldEntries(db);
  const surplus = purgeSurplusEntries(db);
  const commands = purgeOldest(db, 'commands', 'at');
  const points = purgeOldest(db, 'track_points', 'received_at');
  return (nowMs, retention) => {
    const results = [
      entries({ nowMs, beforeMs: nowMs - retention.streamMs }),
      surplus(retention.streamCountMax),
      commands({ nowMs, beforeMs: nowMs - retention.commandMs }),
      points({ nowMs, beforeMs: nowMs - retention.trackMs }),
    ];
    return results.includes(true);
  };
}

interface Times {
  readonly nowMs: number;
  readonly beforeMs: number;
}

/**
 * Deletes rows of a log that are past their retention. The order of rows is true and their times
 * may not be, so it deletes from the front, up to the last row that is old and has no young one
 * before it. A row from the future was written under a wrong clock: it is as old as its neighbours.
 */
function deleteOld(table: string, time: string): string {
  return `WITH
    front AS MATERIALIZED (
      SELECT ordinal, ${time} >= $beforeMs AS is_young FROM ${table} WHERE ${time} <= $nowMs
      ORDER BY ordinal LIMIT ${ROWS_MAX}
    ),
    old AS (
      SELECT max(ordinal) AS last FROM front
      WHERE ordinal < coalesce((SELECT min(ordinal) FROM front WHERE is_young), ${ORDINAL_MAX})
    )
    DELETE FROM ${table} WHERE ordinal IN (
      SELECT ordinal FROM ${table} WHERE ordinal <= (SELECT last FROM old)
      ORDER BY ordinal LIMIT ${ROWS_MAX}
    )`;
}

function purgeOldest(db: Database, table: string, time: string): (times: Times) => boolean {
  const remove = db.prepare<Times>(deleteOld(table, time));
  return (times) => remove.run(times).changes === ROWS_MAX;
}

interface Removed {
  readonly stream_id: number;
  readonly seq: number;
}

function purgeOldEntries(db: Database): (times: Times) => boolean {
  const remove = db.prepare<[Times], Removed>(
    `${deleteOld('stream_entries', 'at')} RETURNING stream_id, seq`,
  );
  const prune = markPruned(db);
  return (times) => {
    const removed = remove.all(times);
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
