import { type Actor, type BookingCommand, DEFAULT_BOOKING_POLICY } from '../../../core/index.ts';
import type { BookingStatus, UserKey } from '../../../protocol/index.ts';
import type { CommandOutcome, CommandPolicy, CommandRequest, Store } from '../store.ts';

export const NOW_MS = 1_750_000_000_000;
export const POLICY: CommandPolicy = { ...DEFAULT_BOOKING_POLICY, oneBookingPerRider: true };
export const ADMIN: Actor = { role: 'admin', userId: '1' };
export const rider = (userId: string): UserKey => ({ role: 'rider', userId });
export const driver = (userId: string): UserKey => ({ role: 'driver', userId });

type Options = Partial<Omit<CommandRequest, 'command' | 'actor'>>;
type Success = Extract<CommandOutcome, { readonly ok: true }>;

let count = 0;
/** An id that no other test of this process uses, so that tests can share a store. */
export function fresh(prefix: string): string {
  count += 1;
  return `${prefix}-${count}`;
}

export function succeed(outcome: CommandOutcome): Success {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code} ${outcome.refusal.message}`);
  return outcome;
}

export function refusalOf(outcome: { readonly ok: boolean; readonly refusal?: unknown }) {
  return outcome.ok ? null : outcome.refusal;
}

/** Commands of a small town, with what they usually say. */
export function sceneOf(store: Store) {
  const run = (command: BookingCommand, actor: Actor, options: Options = {}) =>
    store.execute({ command, actor, nowMs: NOW_MS, policy: POLICY, ...options });
  const request = (bookingId: string, riderId: string, options?: Options) => {
    const places = { pickupLocation: 'Plaza', dropoffLocation: 'Pier' };
    return run({ kind: 'request', bookingId, riderId, ...places }, rider(riderId), options);
  };
  const assign = (bookingId: string, driverId: string, options?: Options) =>
    run({ kind: 'assign', bookingId, driverId }, ADMIN, options);
  const respond = (
    bookingId: string,
    driverId: string,
    response: 'accepted' | 'declined',
    options?: Options,
  ) => run({ kind: 'respond', bookingId, response }, driver(driverId), options);
  const status = (bookingId: string, next: BookingStatus, actor: Actor, options?: Options) =>
    run({ kind: 'status', bookingId, status: next }, actor, options);

  /** A booking of a rider of its own, pending. */
  const book = async (options?: Options) => {
    const bookingId = fresh('booking');
    const riderId = fresh('rider');
    succeed(await request(bookingId, riderId, options));
    return { bookingId, riderId };
  };
  /** The same, and a driver of its own has accepted it. */
  const ride = async () => {
    const booked = await book();
    const driverId = fresh('driver');
    succeed(await assign(booked.bookingId, driverId));
    succeed(await respond(booked.bookingId, driverId, 'accepted'));
    return { ...booked, driverId };
  };
  return { run, request, assign, respond, status, book, ride };
}
