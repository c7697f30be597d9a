import type { Command, CommandType } from '../../../src/client/index.ts';
import {
  type BookingStatus,
  type BookingView,
  fromWireId,
  stageOf,
  toWireId,
  type UserKey,
} from '../../../src/protocol/index.ts';
import { createRandom, type Random } from '../../../src/simulator/random.ts';

export type AnyCommand = { [Type in CommandType]: Command<Type> }[CommandType];

/** What an admin may ask, over the socket as over HTTP. */
export type AdminCommand =
  | Command<'request_booking'>
  | Command<'assign_driver'>
  | Command<'status_update'>
  | Command<'notify'>;

/** A command that still lacks the mark by which it is found again. */
export type Draft = (mark: string) => AdminCommand;

/** Offers end soon, so that many are over while the daemon is down. */
const TIMEOUT_MS = { min: 1_000, max: 2_000 };

/**
 * Thinks of something to do about the open bookings, sensible or not; null where there are none.
 */
export function draftFor(
  open: readonly BookingView[],
  people: readonly UserKey[],
  random: Random,
): Draft | null {
  const dice = random.next();
  if (dice < 0.1) return draftNotice(random.pick(people));
  const free = open.filter(({ status }) => stageOf(status) === 'free');
  const taken = open.filter(({ status }) => stageOf(status) !== 'free');
  if (dice < 0.9 && free.length > 0) {
    const booking = random.pick(free);
    const driverId = chooseDriver(booking, open, people, random);
    return draftAssignment(booking, driverId, random, random.next() < 0.3);
  }
  return taken.length === 0 ? null : draftChange(random.pick(taken), open, people, random);
}

function draftNotice({ role, userId }: UserKey): Draft {
  const to = { role, user_id: toWireId(userId) };
  return (mark) => ({ type: 'notify', ...to, event: 'notice', data: { mark } });
}

function draftAssignment(
  { booking_id }: BookingView,
  driverId: string,
  random: Random,
  force: boolean,
): Draft {
  const command = {
    type: 'assign_driver',
    booking_id,
    driver_id: toWireId(driverId),
    timeout_ms: random.integer(TIMEOUT_MS.min, TIMEOUT_MS.max),
    force,
  } as const;
  return (note) => ({ ...command, note });
}

function draftChange(
  booking: BookingView,
  open: readonly BookingView[],
  people: readonly UserKey[],
  random: Random,
): Draft {
  const { booking_id } = booking;
  if (random.next() < 0.4) {
    const driverId = chooseDriver(booking, open, people, random);
    return draftAssignment(booking, driverId, random, true);
  }
  const asked: readonly BookingStatus[] = ['pending', 'cancelled', 'declined', 'on_way', 'arrived'];
  const status = random.pick(asked);
  return (message) => ({ type: 'status_update', booking_id, status, message });
}

/**
 * Mostly somebody who seems to have nothing to do; now and then whoever is nearest, who may have
 * turned it down before.
 */
function chooseDriver(
  { booking_id }: BookingView,
  open: readonly BookingView[],
  people: readonly UserKey[],
  random: Random,
): string {
  const drivers = people.filter(({ role }) => role === 'driver').map(({ userId }) => userId);
  if (random.next() < 0.25) return createRandom(booking_id).pick(drivers);
  const busy = new Set(
    open.flatMap(({ driver_id: id }) => (id === undefined ? [] : fromWireId(id))),
  );
  const idle = drivers.filter((driverId) => !busy.has(driverId));
  return random.pick(idle.length > 0 && random.next() < 0.9 ? idle : drivers);
}
