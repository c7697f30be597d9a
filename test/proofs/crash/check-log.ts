import { isDeepStrictEqual } from 'node:util';
import {
  type Booking,
  EDGES,
  evolve,
  rateBooking,
  type Transition,
} from '../../../src/core/index.ts';
import type { LedgerCommand } from './command-ledger.ts';
import { ExclusivityCheck } from './exclusivity-check.ts';
import type { Findings } from './findings.ts';
import type { Stored } from './stored.ts';
import { markOf } from './traces.ts';

type Commands = ReadonlyMap<string, LedgerCommand>;

/**
 * Replays the log of all bookings in the order of its commits: each step is one that the rules
 * have, by somebody who may cause it and did, and the bookings are what the log makes of them.
 */
export function checkLog(stored: Stored, commands: Commands, findings: Findings): void {
  const bookings = new Map<string, Booking>();
  const exclusivity = new ExclusivityCheck(findings);
  for (const row of stored.log) {
    const before = bookings.get(row.bookingId) ?? null;
    const problem = problemOf(before, row, commands);
    if (problem !== null) findings.add('illegal', `${describe(row)}: ${problem}`);
    const after = next(before, row, findings);
    if (after === null) continue;
    exclusivity.step(before, after, describe(row));
    bookings.set(row.bookingId, after);
  }
  compare(bookings, stored.bookings, findings);
  if (stored.timerCount > 0) findings.add('half', `${stored.timerCount} timers of ended bookings`);
  if (stored.integrity !== 'ok') findings.add('wrong', `the database is ${stored.integrity}`);
}

function next(before: Booking | null, row: Transition, findings: Findings): Booking | null {
  try {
    return evolve(before, row);
  } catch (error) {
    findings.add('illegal', String(error));
    return before;
  }
}

function problemOf(before: Booking | null, row: Transition, commands: Commands): string | null {
  const isEdge = EDGES.some(
    ({ from, to, by }) => from.includes(row.from) && to === row.to && by.includes(row.by),
  );
  if (!isEdge) return 'the table has no such edge';
  if (!isOwn(before, row)) return `${row.by}:${row.actorId} has nothing to do with it`;
  const command = commands.get(markOf(row) ?? '');
  const isUnasked = row.by !== 'system' && row.reason !== 'replaced';
  if (isUnasked && command?.by !== `${row.by}:${row.actorId}`) return 'nobody has asked for it';
  if (row.by === 'system' && !['expired', 'no_driver'].includes(row.reason ?? ''))
    return 'no timer';
  return guardProblem(before, row, command);
}

function isOwn(before: Booking | null, { by, actorId }: Transition): boolean {
  if (by === 'driver') return before?.driverId === actorId;
  return by !== 'rider' || before === null || before.riderId === actorId;
}

/** The guards of the table, asked again of what the client had sent. */
function guardProblem(
  before: Booking | null,
  row: Transition,
  command: LedgerCommand | undefined,
): string | null {
  const isForced = command?.content.force === true;
  if (row.to === 'assigned' && before?.excludedDriverIds.includes(row.driverId) && !isForced) {
    return 'the driver is excluded, and nobody forced it';
  }
  const isNoShow = row.by === 'driver' && row.to === 'cancelled';
  return isNoShow && row.reason !== 'no_show' ? 'drivers cancel for no_show only' : null;
}

/** A booking is the fold of its log; only its rating is not in it. */
function compare(
  replayed: ReadonlyMap<string, Booking>,
  bookings: readonly Booking[],
  findings: Findings,
): void {
  for (const booking of bookings) {
    const { bookingId, rating } = booking;
    const made = replayed.get(bookingId);
    const expected = made && rating !== null ? rateBooking(made, rating) : made;
    if (isDeepStrictEqual(expected, booking)) continue;
    const [is, was] = [JSON.stringify(booking), JSON.stringify(expected)];
    findings.add('illegal', `booking ${bookingId} is ${is}; its log makes ${was}`);
  }
  if (bookings.length === replayed.size) return;
  findings.add('half', `${bookings.length} bookings, and logs of ${replayed.size}`);
}

function describe({ bookingId, version, from, to, by, actorId, at }: Transition): string {
  const time = new Date(at).toISOString();
  const step = `${from} to ${to} by ${by}:${actorId} at ${time}`;
  return `booking ${bookingId}, version ${version}: ${step}`;
}
