import type { Database } from 'better-sqlite3';
import type { Transition } from '../../../core/index.ts';
import type { BookingStatus } from '../../../protocol/index.ts';
import { toPoint } from './booking-row.ts';

interface TransitionRow {
  readonly booking_id: string;
  readonly version: number;
  readonly round: number;
  readonly from_status: BookingStatus | null;
  readonly to_status: BookingStatus;
  readonly by_role: string;
  readonly actor_id: string;
  readonly at: number;
  readonly reason: string | null;
  readonly message: string | null;
  readonly driver_id: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly details: string;
}

const COLUMNS = [
  'booking_id',
  'version',
  'round',
  'from_status',
  'to_status',
  'by_role',
  'actor_id',
  'at',
  'reason',
  'message',
  'driver_id',
  'latitude',
  'longitude',
  'details',
] as const satisfies readonly (keyof TransitionRow)[];

/** Adds a row to the log; the database refuses to change one. */
export function appendTransition(db: Database): (transition: Transition) => void {
  const insert = db.prepare<unknown[]>(
    `INSERT INTO transitions (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  );
  return (transition) => {
    const { bookingId, version, round, from, to, by, actorId, at, reason, ...rest } = transition;
    const { message, driverId, position, ...details } = rest;
    insert.run(
      ...[bookingId, version, round, from, to, by, actorId, at, reason, message, driverId],
      ...[position?.latitude ?? null, position?.longitude ?? null, JSON.stringify(details)],
    );
  };
}

export function listTransitions(db: Database): (bookingId: string) => Transition[] {
  const select = db.prepare<[string], TransitionRow>(
    `SELECT ${COLUMNS.join(', ')} FROM transitions WHERE booking_id = ? ORDER BY version`,
  );
  return (bookingId) => select.all(bookingId).map(toTransition);
}

function toTransition(row: TransitionRow): Transition {
  return {
    bookingId: row.booking_id,
    version: row.version,
    round: row.round,
    from: row.from_status,
    to: row.to_status,
    by: row.by_role,
    actorId: row.actor_id,
    at: row.at,
    reason: row.reason,
    message: row.message,
    driverId: row.driver_id,
    position: toPoint(row.latitude, row.longitude),
    ...(JSON.parse(row.details) as object),
  } as Transition;
}
