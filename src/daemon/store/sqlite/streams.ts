import type { Database } from 'better-sqlite3';
import type { DurableMessage, UserKey } from '../../../protocol/index.ts';
import type { Delivery, StreamEntry, StreamState } from '../store.ts';

/**
 * A page ends with the message that makes it so long. Hundreds of sessions may read at once, and
 * each page is in memory three times on its way between the threads.
 */
const PAGE_LENGTH_MAX = 262_144;

/** Numbers a message and adds it to its user's stream. */
export type AppendToStream = (user: UserKey, message: DurableMessage, atMs: number) => Delivery;

export function appendToStream(db: Database): AppendToStream {
  // One statement counts and answers, so that there is neither a gap nor a number used twice.
  const next = db.prepare<[string, string], { stream_id: number; newest_seq: number }>(
    `INSERT INTO streams (role, user_id, newest_seq, acked_seq, pruned_seq) VALUES (?, ?, 1, 0, 0)
     ON CONFLICT (role, user_id) DO UPDATE SET newest_seq = newest_seq + 1
     RETURNING stream_id, newest_seq`,
  );
  const insert = db.prepare<[number, number, number, string]>(
    'INSERT INTO stream_entries (stream_id, seq, at, json) VALUES (?, ?, ?, ?)',
  );
  return (user, message, atMs) => {
    const counted = next.get(user.role, user.userId);
    if (counted === undefined) throw new Error('the stream has no counter');
    const json = JSON.stringify(message);
    insert.run(counted.stream_id, counted.newest_seq, atMs, json);
    return { user, seq: counted.newest_seq, json };
  };
}

/** False for a number that was never given out. */
export function acknowledgeStream(db: Database): (user: UserKey, seq: number) => boolean {
  const readState = findStreamState(db);
  const update = db.prepare<[number, string, string]>(
    'UPDATE streams SET acked_seq = ? WHERE role = ? AND user_id = ?',
  );
  return (user, seq) => {
    const { ackedSeq, newestSeq } = readState(user);
    if (seq > newestSeq) return false;
    if (seq > ackedSeq) update.run(seq, user.role, user.userId);
    return true;
  };
}

export function findStreamState(db: Database): (user: UserKey) => StreamState {
  const select = db.prepare<[string, string], StreamState>(
    `SELECT acked_seq AS ackedSeq, newest_seq AS newestSeq, pruned_seq AS resumableFrom
     FROM streams WHERE role = ? AND user_id = ?`,
  );
  return ({ role, userId }) =>
    select.get(role, userId) ?? { ackedSeq: 0, newestSeq: 0, resumableFrom: 0 };
}

export function findNewestSeqs(db: Database): (users: readonly UserKey[]) => readonly number[] {
  const select = db
    .prepare<[string, string], number>(
      'SELECT newest_seq FROM streams WHERE role = ? AND user_id = ?',
    )
    .pluck();
  return (users) => users.map(({ role, userId }) => select.get(role, userId) ?? 0);
}

export function listStream(
  db: Database,
): (user: UserKey, afterSeq: number, limit: number) => StreamEntry[] {
  const select = db.prepare<[string, string, number, number], StreamEntry>(
    `SELECT seq, at AS atMs, json FROM stream_entries
     WHERE stream_id = (SELECT stream_id FROM streams WHERE role = ? AND user_id = ?) AND seq > ?
     ORDER BY seq LIMIT ?`,
  );
  return ({ role, userId }, afterSeq, limit) => {
    const page: StreamEntry[] = [];
    let length = 0;
    for (const entry of select.iterate(role, userId, afterSeq, limit)) {
      page.push(entry);
      length += entry.json.length;
      if (length >= PAGE_LENGTH_MAX) break;
    }
    return page;
  };
}
