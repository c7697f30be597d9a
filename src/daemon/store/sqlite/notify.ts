import type { Database } from 'better-sqlite3';
import type { NotifyOutcome, NotifyRequest } from '../store.ts';
import { appendToStream } from './streams.ts';

/** Puts a message of the site's own into a user's stream. */
export function notifyUser(db: Database): (request: NotifyRequest) => NotifyOutcome {
  const send = appendToStream(db);
  return ({ to, event, data, nowMs }) => {
    const delivery = send(to, { type: 'notification', event, data: data ?? null }, nowMs);
    return { ok: true, seq: delivery.seq, delivery };
  };
}
