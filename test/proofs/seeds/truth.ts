import type { Database } from 'better-sqlite3';
import { BookingLog, type Step } from './booking-log.ts';
import type { Trace } from './trace.ts';

interface EntryRow {
  readonly ordinal: number;
  readonly user: string;
  readonly seq: number;
  readonly json: string;
}

interface Stream {
  /** Of the oldest message that is known; the rest follows without gaps. */
  readonly firstSeq: number;
  readonly texts: string[];
}

interface StreamState {
  readonly newest: number;
  readonly acked: number;
  readonly pruned: number;
}

/**
 * Whatever is added to a stream, even if the same commit prunes it again: sessions that are open
 * show it. In the connection of the store, so that what is rolled back is forgotten here too.
 */
const NOTE_APPENDED = `
  CREATE TEMP TABLE appended (
    ordinal INTEGER PRIMARY KEY, stream_id INTEGER, seq INTEGER, json TEXT
  );
  INSERT INTO appended (stream_id, seq, json)
    SELECT stream_id, seq, json FROM stream_entries ORDER BY ordinal;
  CREATE TEMP TRIGGER note_appended AFTER INSERT ON stream_entries BEGIN
    INSERT INTO appended (stream_id, seq, json) VALUES (new.stream_id, new.seq, new.json);
  END;
`;
const MARK = /"data":\{"mark":"(#\d+)"/;
const NOTHING: StreamState = { newest: 0, acked: 0, pruned: 0 };

/** What is really stored, read by an eye of its own after each commit, and judged. */
export class Truth {
  readonly bookings: BookingLog;
  /** How often each mark was stored with a notification. */
  readonly notified = new Map<string, number>();
  private readonly db: Database;
  private readonly trace: Trace;
  private readonly streams = new Map<string, Stream>();
  private lastEntry = 0;
  private lastStep = 0;

  constructor(db: Database, trace: Trace) {
    this.db = db;
    this.trace = trace;
    this.bookings = new BookingLog(trace);
    db.exec(NOTE_APPENDED);
    this.afterCommit();
  }

  afterCommit(): void {
    for (const step of this.newSteps()) {
      this.lastStep = step.ordinal;
      this.bookings.take(step);
    }
    for (const entry of this.newEntries()) {
      this.lastEntry = entry.ordinal;
      this.append(entry);
    }
    this.bookings.checkExclusive();
  }

  state(user: string): StreamState {
    const [role, userId] = user.split(':');
    const select = this.db.prepare<unknown[], StreamState>(
      `SELECT newest_seq AS newest, acked_seq AS acked, pruned_seq AS pruned
       FROM streams WHERE role = ? AND user_id = ?`,
    );
    return select.get(role, userId) ?? NOTHING;
  }

  /** How far each user has acknowledged. */
  acknowledged(): readonly { readonly user: string; readonly acked: number }[] {
    const select = this.db.prepare<[], { user: string; acked: number }>(
      "SELECT role || ':' || user_id AS user, acked_seq AS acked FROM streams WHERE acked_seq > 0",
    );
    return select.all();
  }

  /** JSON of a message without its `seq`; null for one that was never stored. */
  textOf(user: string, seq: number): string | null {
    const stream = this.streams.get(user);
    return stream?.texts[seq - stream.firstSeq] ?? null;
  }

  isOffer(user: string, seq: number): boolean {
    return this.textOf(user, seq)?.startsWith('{"type":"driver_assigned"') ?? false;
  }

  /** How many bookings carry this mark, as the note of their request or the comment of a rating. */
  countBookings(column: 'note' | 'rating_comment', mark: string): number {
    const select = this.db.prepare(`SELECT count(*) FROM bookings WHERE ${column} = ?`);
    return Number(select.pluck().get(mark));
  }

  /** What is stored of each booking beside its log. */
  rows(): readonly { readonly id: string; readonly status: string; readonly version: number }[] {
    const select = this.db.prepare<[], { id: string; status: string; version: number }>(
      'SELECT booking_id AS id, status, version FROM bookings',
    );
    return select.all();
  }

  repeatedTrackPoints(): number {
    const select = this.db.prepare(
      'SELECT count(*) FROM (SELECT 1 FROM track_points GROUP BY latitude HAVING count(*) > 1)',
    );
    return Number(select.pluck().get());
  }

  private append({ user, seq, json }: EntryRow): void {
    const stream = this.streams.get(user) ?? { firstSeq: seq, texts: [] };
    this.streams.set(user, stream);
    const expected = stream.firstSeq + stream.texts.length;
    if (seq !== expected) this.trace.fail(user, `was numbered ${seq} instead of ${expected}`);
    stream.texts.push(json);
    const mark = MARK.exec(json)?.[1];
    if (mark !== undefined) this.notified.set(mark, (this.notified.get(mark) ?? 0) + 1);
  }

  private newEntries(): readonly EntryRow[] {
    const select = this.db.prepare<[number], EntryRow>(
      `SELECT ordinal, role || ':' || user_id AS user, seq, json
       FROM appended JOIN streams USING (stream_id) WHERE ordinal > ? ORDER BY ordinal`,
    );
    return select.all(this.lastEntry);
  }

  private newSteps(): readonly (Step & { readonly ordinal: number })[] {
    const select = this.db.prepare<[number], Step & { readonly ordinal: number }>(
      `SELECT t.ordinal, booking_id AS bookingId, rider_id AS riderId, t.version,
         from_status AS "from",
         to_status AS "to", by_role AS role, actor_id AS actorId, t.reason, message,
         t.driver_id AS driverId
       FROM transitions t JOIN bookings b USING (booking_id)
       WHERE t.ordinal > ? ORDER BY t.ordinal`,
    );
    return select.all(this.lastStep);
  }
}
