import Database from 'better-sqlite3';
import { type Booking, type Exclusivity, isFinal, isHeld } from '../../../core/index.ts';
import type { BookingStatus, UserKey } from '../../../protocol/index.ts';
import type { BookingFilter } from '../store.ts';
import {
  type BookingRow,
  FIXED_COLUMNS,
  OTHER_COLUMNS,
  STEP_COLUMNS,
  toBooking,
  valuesOf,
} from './booking-row.ts';
import { type Condition, selectWhere } from './select-where.ts';

/** More open bookings of one user than anybody has; it bounds a snapshot. */
const LIVE_MAX = 100;

const CHANGING_COLUMNS = { ...STEP_COLUMNS, ...OTHER_COLUMNS };
const NAMES = [...Object.keys(FIXED_COLUMNS), ...Object.keys(CHANGING_COLUMNS)];
const SELECT = `SELECT ${NAMES.join(', ')} FROM bookings`;
const OPEN = "status NOT IN ('completed', 'cancelled')";

export function findBooking(db: Database.Database): (bookingId: string) => Booking | null {
  const select = db.prepare<[string], BookingRow>(`${SELECT} WHERE booking_id = ?`);
  return (bookingId) => {
    const row = select.get(bookingId);
    return row === undefined ? null : toBooking(row);
  };
}

/** Answers what a user would then have two of, and writes nothing; null when it is written. */
export type SaveBooking = (
  before: Booking | null,
  after: Booking,
  locksRider: boolean,
) => Exclusivity | null;

export function saveBooking(db: Database.Database): SaveBooking {
  const insert = insertBooking(db);
  const update = updateBooking(db);
  return (before, after, locksRider) => {
    try {
      if (before === null) insert(after, locksRider);
      else update(before, after);
      return null;
    } catch (error) {
      return violated(error, after);
    }
  };
}

function insertBooking(db: Database.Database): (booking: Booking, locksRider: boolean) => void {
  const fixed = valuesOf(FIXED_COLUMNS);
  const changing = valuesOf(CHANGING_COLUMNS);
  const insert = db.prepare<unknown[]>(
    `INSERT INTO bookings (${NAMES.join(', ')}, rider_lock)
     VALUES (${NAMES.map(() => '?').join(', ')}, ?)`,
  );
  return (booking, locksRider) => {
    // The lock is taken at the request only: a policy that changes later stops no trip under way.
    const lock = locksRider && !isFinal(booking.status) ? booking.riderId : null;
    insert.run(...fixed(booking), ...changing(booking), lock);
  };
}

/** Writes no more columns than have changed: each one costs the indexes that have it. */
function updateBooking(db: Database.Database): (before: Booking, after: Booking) => void {
  const step = valuesOf(STEP_COLUMNS);
  const other = valuesOf(OTHER_COLUMNS);
  const set = (columns: object) => `UPDATE bookings SET ${Object.keys(columns).join(' = ?, ')} = ?`;
  const updateStep = db.prepare<unknown[]>(`${set(STEP_COLUMNS)} WHERE booking_id = ?`);
  const updateAll = db.prepare<unknown[]>(
    `${set(CHANGING_COLUMNS)}, rider_lock = iif(?, NULL, rider_lock) WHERE booking_id = ?`,
  );
  return (before, after) => {
    const over = isFinal(after.status);
    const others = other(after);
    const isStep = !over && other(before).every((value, index) => value === others[index]);
    if (isStep) updateStep.run(...step(after), after.bookingId);
    else updateAll.run(...step(after), ...others, over ? 1 : 0, after.bookingId);
  };
}

/** Which of the three unique indexes refused it; SQLite names their column. */
function violated(error: unknown, booking: Booking): Exclusivity {
  const isUnique =
    error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE';
  if (isUnique && error.message.includes('rider_lock')) return 'rider_has_booking';
  if (isUnique && error.message.includes('driver_id')) {
    return isHeld(booking.status) ? 'driver_busy' : 'driver_has_offer';
  }
  throw error;
}

export function listBookings(db: Database.Database): (filter: BookingFilter) => Booking[] {
  const select = selectWhere<BookingRow>(db, SELECT);
  return (filter) => {
    return select(conditionsOf(filter), 'ORDER BY ordinal DESC', filter.limit).map(toBooking);
  };
}

function conditionsOf({ status, open, driverId, riderId, after }: BookingFilter): Condition[] {
  const conditions: Condition[] = [];
  if (open === false) conditions.push([`NOT (${OPEN})`]);
  // Said also where the statuses imply it, so that the small index over open bookings is used.
  if (open === true || status?.every((each) => !isFinal(each))) conditions.push([OPEN]);
  if (status !== undefined) {
    conditions.push(['status IN (SELECT value FROM json_each(?))', JSON.stringify(status)]);
  }
  if (driverId !== undefined) conditions.push(['driver_id = ?', driverId]);
  if (riderId !== undefined) conditions.push(['rider_id = ?', riderId]);
  if (after !== undefined) {
    conditions.push(['ordinal < (SELECT ordinal FROM bookings WHERE booking_id = ?)', after]);
  }
  return conditions;
}

export function countBookings(db: Database.Database): () => Partial<Record<BookingStatus, number>> {
  const select = db.prepare<[], { status: BookingStatus; count: number }>(
    'SELECT status, count FROM booking_counts WHERE count > 0',
  );
  return () => Object.fromEntries(select.all().map(({ status, count }) => [status, count]));
}

export function listLiveBookings(db: Database.Database): (user: UserKey) => Booking[] {
  const page = `ORDER BY ordinal DESC LIMIT ${LIVE_MAX}`;
  const ofRider = db.prepare<[string], BookingRow>(
    `${SELECT} WHERE rider_id = ? AND ${OPEN} ${page}`,
  );
  const ofDriver = db.prepare<[string], BookingRow>(
    `${SELECT} WHERE driver_id = ? AND ${OPEN} ${page}`,
  );
  return ({ role, userId }) => {
    if (role === 'admin') return [];
    return (role === 'rider' ? ofRider : ofDriver).all(userId).map(toBooking);
  };
}
