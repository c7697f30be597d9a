import type { Database } from 'better-sqlite3';
import type { Deadline } from '../../../core/index.ts';

export interface DueTimer extends Deadline {
  readonly bookingId: string;
}

/** Puts the timers of a booking in the place of those of the version before. */
export function replaceTimers(
  db: Database,
): (bookingId: string, deadlines: readonly Deadline[]) => void {
  const clear = db.prepare<[string]>('DELETE FROM timers WHERE booking_id = ?');
  const insert = db.prepare<[string, string, number, number]>(
    'INSERT INTO timers (booking_id, kind, version, due_at) VALUES (?, ?, ?, ?)',
  );
  return (bookingId, deadlines) => {
    clear.run(bookingId);
    for (const { kind, version, dueAt } of deadlines) insert.run(bookingId, kind, version, dueAt);
  };
}

/** Takes timers that are due, earliest first: they are gone, whatever comes of them. */
export function takeDueTimers(db: Database): (nowMs: number, limit: number) => DueTimer[] {
  const select = db.prepare<[number, number], DueTimer>(
    `SELECT booking_id AS bookingId, kind, version, due_at AS dueAt FROM timers
     WHERE due_at <= ? ORDER BY due_at LIMIT ?`,
  );
  const remove = db.prepare<[string, string]>(
    'DELETE FROM timers WHERE booking_id = ? AND kind = ?',
  );
  return (nowMs, limit) => {
    const due = select.all(nowMs, limit);
    for (const { bookingId, kind } of due) remove.run(bookingId, kind);
    return due;
  };
}

/** Puts a timer back that was taken. */
export function restoreTimer(db: Database): (timer: DueTimer) => void {
  const insert = db.prepare<[string, string, number, number]>(
    'INSERT OR REPLACE INTO timers (booking_id, kind, version, due_at) VALUES (?, ?, ?, ?)',
  );
  return ({ bookingId, kind, version, dueAt }) => {
    insert.run(bookingId, kind, version, dueAt);
  };
}

export function findNextTimer(db: Database): () => number | null {
  const select = db.prepare<[], { dueAt: number | null }>(
    'SELECT min(due_at) AS dueAt FROM timers',
  );
  return () => select.get()?.dueAt ?? null;
}

/** With what bookings say of them: that is shown, and later timers are set by it. */
export function moveTimers(db: Database): (byMs: number) => void {
  const timers = db.prepare<[number]>('UPDATE timers SET due_at = due_at + ?');
  const bookings = db.prepare<[number, number]>(
    `UPDATE bookings SET pending_since = pending_since + ?, expires_at = expires_at + ?
     WHERE status NOT IN ('completed', 'cancelled')`,
  );
  return (byMs) => {
    if (byMs === 0) return;
    timers.run(byMs);
    bookings.run(byMs, byMs);
  };
}
