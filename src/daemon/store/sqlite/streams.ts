import type { Database } from 'better-sqlite3';
import type { DurableMessage, UserKey } from '../../../protocol/index.ts';
import type { Delivery, StreamEntry, StreamState } from '../store.ts';

/**
 * A page ends with the message that makes it so long: about what is sent at once to a client that
 * does not read. Hundreds of sessions may read at once, each page is in memory three times on its
 * way between the threads, and what a slow one does not take is read again.
 */
const PAGE_LENGTH_MAX = 65_536;

/** Numbers a message and adds it to its user's stream. */
export type AppendToStream = (user: UserKey, message: DurableMessage, atMs: number) => Delivery;

export function appendToStream(db: Database): AppendToStream {
  const count = countMessage(db);
  const insert = db.prepare<[number, number, number, string]>(
    'INSERT INTO stream_entries (stream_id, seq, at, json) VALUES (?, ?, ?, ?)',
  );
  return (user, message, atMs) => {
    const { stream_id, newest_seq } = count(user);
    const json = JSON.stringify(message);
    insert.run(stream_id, newest_seq, atMs, json);
    return { user, seq: newest_seq, json };
  };
}

interface Counter {
  readonly stream_id: number;
  readonly newest_seq: number;
}

/**
 * Raises the counter of a user's stream. In the transaction of the message there is neither a gap
 * nor a number used twice; reading and then writing takes half as long as one upsert that answers.
 */
function countMessage(db: Database): (user: UserKey) => Counter {
  const find = db.prepare<[string, string], Counter>(
    'SELECT stream_id, newest_seq FROM streams WHERE role = ? AND user_id = ?',
  );
  const raise = db.prepare<[number, number]>(
    'UPDATE streams SET newest_seq = ? WHERE stream_id = ?',
  );
  const insert = db.prepare<[string, string]>(
    `INSERT INTO streams (role, user_id, newest_seq, acked_seq, pruned_seq)
     VALUES (?, ?, 1, 0, 0)`,
  );
  return ({ role, userId }) => {
    const counter = find.get(role, userId);
    if (counter === undefined) {
      return { stream_id: Number(insert.run(role, userId).lastInsertRowid), newest_seq: 1 };
    }
    const { stream_id, newest_seq } = counter;
    raise.run(newest_seq + 1, stream_id);
    return { stream_id, newest_seq: newest_seq + 1 };
  };
}

/** False for a number that was never given out. */
export function acknowledgeStream(db: Database): (user: UserKey, seq: number) => void {
  const update = db.prepare<[number, string, string, number, number]>(
    `UPDATE streams SET acked_seq = ?
     WHERE role = ? AND user_id = ? AND acked_seq < ? AND newest_seq >= ?`,
  );
  return (user, seq) => {
    update.run(seq, user.role, user.userId, seq, seq);
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
    `SELECT seq, json FROM stream_entries
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
