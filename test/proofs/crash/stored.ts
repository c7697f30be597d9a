import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Booking, Transition } from '../../../src/core/index.ts';
import { type BookingRow, toBooking } from '../../../src/daemon/store/sqlite/booking-row.ts';
import { listTransitions } from '../../../src/daemon/store/sqlite/transitions.ts';

export interface StreamRow {
  readonly user: string;
  readonly seq: number;
  readonly json: string;
}

export interface RememberedCommand {
  readonly scope: string;
  readonly id: string;
  readonly hash: string;
  readonly answer: string;
}

/** Everything that the database says after the daemon has stopped. */
export interface Stored {
  readonly integrity: string;
  readonly epoch: string;
  /** In the order of the commits, over all bookings. */
  readonly log: readonly Transition[];
  readonly bookings: readonly Booking[];
  /** In the order of the commits, over all users. */
  readonly entries: readonly StreamRow[];
  readonly newestSeqs: ReadonlyMap<string, number>;
  readonly commands: readonly RememberedCommand[];
  readonly timerCount: number;
  /** `driver:7 at 1750000000000`, in the time of the phone. */
  readonly fixes: ReadonlySet<string>;
}

export function readStored(directory: string): Stored {
  const db = new Database(join(directory, 'routa.db'), { readonly: true });
  try {
    return {
      integrity: String(db.pragma('integrity_check', { simple: true })),
      epoch: String(db.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get()),
      log: readLog(db),
      bookings: db.prepare<[], BookingRow>('SELECT * FROM bookings').all().map(toBooking),
      entries: readEntries(db),
      newestSeqs: readNewestSeqs(db),
      commands: db.prepare<[], RememberedCommand>('SELECT * FROM commands').all(),
      timerCount: Number(db.prepare('SELECT count(*) FROM timers').pluck().get()),
      fixes: readFixes(db),
    };
  } finally {
    db.close();
  }
}

function readLog(db: Database.Database): Transition[] {
  const rowsOf = listTransitions(db);
  const order = db
    .prepare<[], { id: string; version: number }>(
      'SELECT booking_id AS id, version FROM transitions ORDER BY ordinal',
    )
    .all();
  const ids = new Set(order.map(({ id }) => id));
  const rows = [...ids].flatMap((id) => rowsOf(id));
  const byVersion = new Map(rows.map((row) => [`${row.bookingId} ${row.version}`, row]));
  return order.flatMap(({ id, version }) => byVersion.get(`${id} ${version}`) ?? []);
}

function readEntries(db: Database.Database): StreamRow[] {
  return db
    .prepare<[], StreamRow>(
      `SELECT role || ':' || user_id AS user, seq, json
       FROM stream_entries JOIN streams USING (stream_id) ORDER BY ordinal`,
    )
    .all();
}

function readNewestSeqs(db: Database.Database): Map<string, number> {
  const rows = db
    .prepare<[], { user: string; seq: number }>(
      "SELECT role || ':' || user_id AS user, newest_seq AS seq FROM streams",
    )
    .all();
  return new Map(rows.map(({ user, seq }) => [user, seq]));
}

function readFixes(db: Database.Database): Set<string> {
  const rows = db
    .prepare<[], { driver: string; at: number }>(
      'SELECT driver_id AS driver, sent_at AS at FROM track_points',
    )
    .all();
  return new Set(rows.map(({ driver, at }) => `driver:${driver} at ${at}`));
}
