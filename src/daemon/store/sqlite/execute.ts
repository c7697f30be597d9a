import type { Database } from 'better-sqlite3';
import {
  announce,
  type Booking,
  deadlinesOf,
  decide,
  evolve,
  exclusivityConflict,
  notFound,
  rateBooking,
  type Transition,
} from '../../../core/index.ts';
import type { DriverCard } from '../../../protocol/index.ts';
import { driverOf } from '../../bookings/booking-view.ts';
import { renderDelivery } from '../../bookings/render-delivery.ts';
import type { CommandOutcome, CommandRequest, CommittedStep, Delivery } from '../store.ts';
import { findBooking, saveBooking } from './bookings.ts';
import { appendToStream } from './streams.ts';
import { replaceTimers } from './timers.ts';
import { appendTransition } from './transitions.ts';
import { findDriverCard } from './users.ts';

export type Execute = (request: CommandRequest) => CommandOutcome;

type Done = Extract<CommandOutcome, { readonly ok: true }>;

/** Decides a command on what is stored, and writes what follows from it. */
export function executeCommand(db: Database): Execute {
  const find = findBooking(db);
  const save = saveBooking(db);
  const record = recordSteps(db);
  const findCard = findDriverCard(db);

  return (request) => {
    const { command, actor, policy, nowMs, position } = request;
    const before = find(command.bookingId);
    const decision = decide(before, command, actor, { ...policy, now: nowMs, position });
    if (!decision.ok) return decision;
    const { transitions, rated } = decision;
    const steps = stepsFrom(before, transitions, findCard);
    const moved = steps.at(-1)?.booking ?? before;
    if (moved === null) return { ok: false, refusal: notFound(command.bookingId) };
    const after = rated === undefined ? moved : rateBooking(moved, rated);
    if (after === before) return answerOf(after);
    // The booking first: where it would be one too many for a user, nothing else is written.
    const conflict = save(before, after, policy.oneBookingPerRider);
    if (conflict !== null) {
      return { ok: false, refusal: exclusivityConflict(conflict, before, actor) };
    }
    return { ...answerOf(after), ...record(before, steps, request), rated: rated !== undefined };
  };
}

/** Each transition with the booking as it was after it. */
function stepsFrom(
  before: Booking | null,
  transitions: readonly Transition[],
  findCard: (driverId: string) => DriverCard | null,
): readonly CommittedStep[] {
  let booking = before;
  return transitions.map((transition) => {
    const after = evolve(booking, transition);
    booking = after;
    const card = after.driverId === null ? null : findCard(after.driverId);
    return { transition, booking: after, driver: driverOf(after, card) };
  });
}

/** Writes the log, the timers and the messages that steps make. */
function recordSteps(db: Database) {
  const append = appendTransition(db);
  const setTimers = replaceTimers(db);
  const send = appendToStream(db);

  return (
    before: Booking | null,
    steps: readonly CommittedStep[],
    { nowMs, policy }: CommandRequest,
  ): Pick<Done, 'steps' | 'deliveries' | 'nextTimerAt'> => {
    const deliveries: Delivery[] = [];
    let previous = before;
    for (const step of steps) {
      append(step.transition);
      for (const each of announce(previous, step.transition, step.booking)) {
        deliveries.push(send(each.to, renderDelivery(each, step), nowMs));
      }
      previous = step.booking;
    }
    if (steps.length === 0 || previous === null) return { steps, deliveries, nextTimerAt: null };
    const deadlines = deadlinesOf(previous, policy);
    // Most steps neither find timers nor leave any.
    const had = before === null ? [] : deadlinesOf(before, policy);
    if (had.length + deadlines.length > 0) setTimers(previous.bookingId, deadlines);
    const dueTimes = deadlines.map(({ dueAt }) => dueAt);
    return { steps, deliveries, nextTimerAt: dueTimes.length === 0 ? null : Math.min(...dueTimes) };
  };
}

/** What is answered to a command that changes nothing. */
function answerOf({ bookingId, riderId, status, version }: Booking): Done {
  return {
    ok: true,
    answer: { bookingId, riderId, status, version },
    steps: [],
    deliveries: [],
    nextTimerAt: null,
    rated: false,
  };
}
