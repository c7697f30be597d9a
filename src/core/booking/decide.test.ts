import { describe, expect, test } from 'vitest';
import { type Actor, SYSTEM } from './actor.ts';
import { type Booking, rateBooking } from './booking.ts';
import type { BookingCommand } from './command.ts';
import { decide } from './decide.ts';
import type { DecideContext } from './decision.ts';
import { evolve } from './evolve.ts';
import {
  ADMIN,
  bookingIn,
  CONTEXT,
  DRIVER,
  NOW,
  OTHER_DRIVER,
  PLACES,
  RIDER,
} from './testing/sample-bookings.ts';

const AT_42 = { bookingId: '42' } as const;
const ASSIGN_7 = { kind: 'assign', ...AT_42, driverId: '7' } as const;
const ASSIGN_8 = { kind: 'assign', ...AT_42, driverId: '8' } as const;
const ACCEPT = { kind: 'respond', ...AT_42, response: 'accepted' } as const;

/** The booking after a command that must succeed. */
function bookingAfter(
  booking: Booking | null,
  command: BookingCommand,
  actor: Actor,
  context: DecideContext = CONTEXT,
): Booking | null {
  const decision = decide(booking, command, actor, context);
  if (!decision.ok) throw new Error(decision.refusal.message);
  return decision.transitions.reduce<Booking | null>(evolve, booking);
}

function refusalOf(booking: Booking | null, command: BookingCommand, actor: Actor) {
  const decision = decide(booking, command, actor, CONTEXT);
  return decision.ok ? null : decision.refusal;
}

function transitionsOf(booking: Booking | null, command: BookingCommand, actor: Actor) {
  const decision = decide(booking, command, actor, CONTEXT);
  return decision.ok ? decision.transitions : [];
}

describe('a refusal', () => {
  test('names the status and the steps that are legal for the one who asked', () => {
    const onWay = { kind: 'status', ...AT_42, status: 'on_way' } as const;
    expect(refusalOf(bookingIn('arrived'), onWay, DRIVER)).toEqual({
      code: 'illegal_transition',
      message: 'Booking 42 is arrived; the next step is one of pending, started, cancelled.',
      details: { status: 'arrived', next: ['pending', 'started', 'cancelled'] },
    });
  });

  test('tells a driver who sets `accepted` how an assignment is answered', () => {
    const accepted = { kind: 'status', ...AT_42, status: 'accepted' } as const;
    expect(refusalOf(bookingIn('assigned'), accepted, DRIVER)).toEqual({
      code: 'illegal_transition',
      message: 'Booking 42 is assigned; an assignment is answered with driver_response.',
      details: { status: 'assigned', next: ['accepted', 'declined'] },
    });
  });

  test('tells an admin who sets `assigned` how a driver is assigned', () => {
    const assigned = { kind: 'status', ...AT_42, status: 'assigned' } as const;
    expect(refusalOf(bookingIn('pending'), assigned, ADMIN)).toEqual({
      code: 'illegal_transition',
      message: 'Booking 42 is pending; a driver is assigned with assign_driver.',
      details: { status: 'pending', next: ['assigned', 'cancelled'] },
    });
  });

  test('names what is missing for a booking that does not exist to be created', () => {
    const places = { dropoffLocation: 'Port' };
    expect(refusalOf(null, { ...ASSIGN_7, places }, ADMIN)).toEqual({
      code: 'not_found',
      message: 'There is no booking 42; to create it, add rider_id, pickup_location.',
      details: { missing: ['rider_id', 'pickup_location'] },
    });
  });

  test('has the same words for a missing booking and for one of others', () => {
    const cancel = { kind: 'status', ...AT_42, status: 'cancelled' } as const;
    expect(refusalOf(bookingIn('accepted'), cancel, OTHER_DRIVER)).toEqual({
      code: 'not_found',
      message: 'There is no booking 42.',
    });
    expect(refusalOf(null, cancel, OTHER_DRIVER)).toEqual({
      code: 'not_found',
      message: 'There is no booking 42.',
    });
  });

  test('does not let a rider request for somebody else', () => {
    const request = { kind: 'request', ...AT_42, riderId: '6', ...PLACES } as const;
    expect(refusalOf(null, request, RIDER)?.code).toBe('not_allowed');
  });
});

describe('an assignment', () => {
  test('creates a booking that is new, in two transitions', () => {
    const whole = { ...ASSIGN_7, riderId: '5', places: PLACES };
    expect(transitionsOf(null, whole, ADMIN)).toMatchObject([
      { version: 1, round: 0, from: null, to: 'pending', riderId: '5', driverId: null },
      { version: 2, round: 1, from: 'pending', to: 'assigned', driverId: '7' },
    ]);
    expect(bookingAfter(null, whole, ADMIN)).toMatchObject({ ...PLACES, driverId: '7', round: 1 });
  });

  test('expires after the time of the policy, or after its own', () => {
    expect(bookingAfter(bookingIn('pending'), ASSIGN_7, ADMIN)?.expiresAt).toBe(NOW + 60_000);
    const quick = { ...ASSIGN_7, timeoutMs: 5_000 };
    expect(bookingAfter(bookingIn('pending'), quick, ADMIN)?.expiresAt).toBe(NOW + 5_000);
  });

  test('overwrites places when the round begins', () => {
    const places = { dropoffLocation: 'Port' };
    expect(bookingAfter(bookingIn('pending'), { ...ASSIGN_7, places }, ADMIN)).toMatchObject({
      pickupLocation: PLACES.pickupLocation,
      pickup: PLACES.pickup,
      dropoffLocation: 'Port',
      dropoff: null,
    });
  });

  test('with the places that it already has is a repeat', () => {
    const places = { dropoffLocation: 'Port' };
    const assigned = bookingAfter(bookingIn('pending'), { ...ASSIGN_7, places }, ADMIN);
    expect(transitionsOf(assigned, { ...ASSIGN_7, places }, ADMIN)).toEqual([]);
  });

  test('says why it conflicts', () => {
    const why = (booking: Booking, command: BookingCommand) =>
      refusalOf(booking, command, ADMIN)?.details?.reason;
    const elsewhere = { ...ASSIGN_7, places: { dropoffLocation: 'Port' } };
    expect(why(bookingIn('declined'), ASSIGN_7)).toBe('excluded');
    expect(why(bookingIn('accepted'), ASSIGN_8)).toBe('other_driver');
    expect(why(bookingIn('pending'), { ...ASSIGN_8, riderId: '6' })).toBe('other_rider');
    expect(why(bookingIn('assigned'), { ...ASSIGN_7, riderId: '6' })).toBe('other_rider');
    expect(why(bookingIn('assigned'), elsewhere)).toBe('other_places');
  });

  test('by force takes it from another driver first, for a reason that is logged', () => {
    expect(transitionsOf(bookingIn('on_way'), { ...ASSIGN_8, force: true }, ADMIN)).toMatchObject([
      { version: 5, round: 1, from: 'on_way', to: 'pending', driverId: '7', reason: 'replaced' },
      { version: 6, round: 2, from: 'pending', to: 'assigned', driverId: '8', reason: null },
    ]);
  });

  test('records where the new driver is, not where the old one is', () => {
    const position = { latitude: 14.6, longitude: 121 };
    const decision = decide(bookingIn('on_way'), { ...ASSIGN_8, force: true }, ADMIN, {
      ...CONTEXT,
      position,
    });
    expect(decision).toMatchObject({ transitions: [{ position: null }, { position }] });
  });
});

describe('the end of a round', () => {
  const backBy = (actor: Actor) =>
    bookingAfter(bookingIn('on_way'), { kind: 'status', ...AT_42, status: 'pending' }, actor);

  test('excludes a driver who gave it up, unless an admin forces it', () => {
    const freed = backBy(DRIVER);
    expect(freed).toMatchObject({ driverId: null, lastDriverId: '7', excludedDriverIds: ['7'] });
    expect(refusalOf(freed, ASSIGN_7, ADMIN)?.code).toBe('conflict');
    expect(bookingAfter(freed, { ...ASSIGN_7, force: true }, ADMIN)?.driverId).toBe('7');
  });

  test('excludes nobody when an admin takes it back', () => {
    const freed = backBy(ADMIN);
    expect(freed?.excludedDriverIds).toEqual([]);
    expect(bookingAfter(freed, ASSIGN_7, ADMIN)?.driverId).toBe('7');
  });

  test('excludes the driver for whom it was declined or expired', () => {
    const assigned = bookingIn('assigned');
    const declined = { kind: 'status', ...AT_42, status: 'declined' } as const;
    const expired = { kind: 'expire', ...AT_42, version: assigned.version } as const;
    expect(bookingAfter(assigned, declined, ADMIN)?.excludedDriverIds).toEqual(['7']);
    expect(bookingAfter(assigned, expired, SYSTEM)?.excludedDriverIds).toEqual(['7']);
  });

  test('starts the time anew in which somebody must take it', () => {
    expect(backBy(ADMIN)?.pendingSince).toBe(NOW);
    expect(backBy(DRIVER)?.pendingSince).toBe(NOW);
  });

  test('makes the driver a stranger once the next round begins', () => {
    const second = bookingAfter(backBy(DRIVER), ASSIGN_8, ADMIN);
    const pending = { kind: 'status', ...AT_42, status: 'pending' } as const;
    expect(refusalOf(second, pending, DRIVER)?.code).toBe('not_found');
  });
});

describe('what a driver calls cancelling', () => {
  const cancel = { kind: 'status', ...AT_42, status: 'cancelled' } as const;

  test('gives the booking back, and asked again changes nothing', () => {
    const freed = bookingAfter(bookingIn('arrived'), { ...cancel, reason: 'flat tyre' }, DRIVER);
    expect(freed).toMatchObject({ status: 'pending', driverId: null, reason: 'flat tyre' });
    expect(transitionsOf(freed, { ...cancel, reason: 'flat tyre' }, DRIVER)).toEqual([]);
  });

  test('ends it when the rider did not show up, and keeps who waited', () => {
    const noShow = bookingAfter(bookingIn('arrived'), { ...cancel, reason: 'no_show' }, DRIVER);
    expect(noShow).toMatchObject({ status: 'cancelled', driverId: '7', reason: 'no_show' });
  });
});

describe('an answer', () => {
  test('that comes after its time but before the timer still counts', () => {
    const late = { ...CONTEXT, now: NOW + 60_000 };
    expect(bookingAfter(bookingIn('assigned'), ACCEPT, DRIVER, late)?.status).toBe('accepted');
  });

  test('that comes after the timer does not', () => {
    expect(refusalOf(bookingIn('declined'), ACCEPT, DRIVER)?.code).toBe('illegal_transition');
  });
});

describe('a timer', () => {
  test('writes its reason into the log', () => {
    const expire = { kind: 'expire', ...AT_42, version: 2 } as const;
    expect(transitionsOf(bookingIn('assigned'), expire, SYSTEM)).toMatchObject([
      { from: 'assigned', to: 'declined', by: 'system', reason: 'expired', driverId: '7' },
    ]);
    const abandon = { kind: 'abandon', ...AT_42, version: 1 } as const;
    expect(transitionsOf(bookingIn('pending'), abandon, SYSTEM)).toMatchObject([
      { from: 'pending', to: 'cancelled', by: 'system', reason: 'no_driver', driverId: null },
    ]);
  });
});

describe('a rating', () => {
  const rate = { kind: 'rate', ...AT_42, rating: 4, comment: 'kind' } as const;
  const completed = bookingIn('completed');
  const hours = (count: number) => ({ ...CONTEXT, now: NOW - 1_000 + count * 3_600_000 });

  test('is taken with its time and is no transition', () => {
    expect(decide(completed, rate, RIDER, CONTEXT)).toEqual({
      ok: true,
      transitions: [],
      rated: { rating: 4, comment: 'kind', at: NOW },
    });
  });

  test('is taken for 72 hours and no longer', () => {
    expect(decide(completed, rate, RIDER, hours(72)).ok).toBe(true);
    const late = decide(completed, rate, RIDER, { ...hours(72), now: hours(72).now + 1 });
    expect(late).toMatchObject({ ok: false, refusal: { code: 'illegal_transition' } });
  });

  test('is given once: the same again changes nothing at any time, another is refused', () => {
    const rated = rateBooking(completed, { rating: 4, comment: 'kind', at: NOW });
    expect(decide(rated, rate, RIDER, hours(100))).toEqual({ ok: true, transitions: [] });
    expect(refusalOf(rated, { ...rate, rating: 1 }, RIDER)?.code).toBe('conflict');
    expect(refusalOf(rated, { ...rate, comment: undefined }, RIDER)?.code).toBe('conflict');
  });
});
