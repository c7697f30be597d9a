import { expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { announce } from './announce.ts';
import type { Booking } from './booking.ts';
import type { BookingCommand } from './command.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { ADMIN, bookingIn, CONTEXT, DRIVER, PLACES, RIDER } from './testing/sample-bookings.ts';

const AT_42 = { bookingId: '42' } as const;
const STATUS = { kind: 'status', ...AT_42 } as const;
const ASSIGN_8 = { kind: 'assign', ...AT_42, driverId: '8' } as const;

/** One line for each transition that follows: who is told what. */
function told(booking: Booking | null, command: BookingCommand, actor: Actor): readonly string[] {
  const decision = decide(booking, command, actor, CONTEXT);
  if (!decision.ok) throw new Error(decision.refusal.message);
  let before = booking;
  return decision.transitions.map((transition) => {
    const after = evolve(before, transition);
    const lines = announce(before, transition, after);
    before = after;
    return lines.map(({ to, kind }) => `${to.role}:${to.userId} ${kind}`).join(', ');
  });
}

test('a new booking is told to its rider', () => {
  const request = { kind: 'request', ...AT_42, riderId: '5', ...PLACES } as const;
  expect(told(null, request, RIDER)).toEqual(['rider:5 status_update']);
});

test('the driver who is asked is told of the trip, the rider of the status', () => {
  expect(told(bookingIn('pending'), ASSIGN_8, ADMIN)).toEqual([
    'rider:5 status_update, driver:8 driver_assigned',
  ]);
});

test('each step of the trip is told to both', () => {
  expect(told(bookingIn('accepted'), { ...STATUS, status: 'on_way' }, DRIVER)).toEqual([
    'rider:5 status_update, driver:7 status_update',
  ]);
});

test('a driver who loses the booking is told, and the next one of the trip', () => {
  expect(told(bookingIn('accepted'), { ...ASSIGN_8, force: true }, ADMIN)).toEqual([
    'rider:5 status_update, driver:7 status_update',
    'rider:5 status_update, driver:8 driver_assigned',
  ]);
});

test('a driver who had it once is not told how it ends', () => {
  expect(told(bookingIn('freed'), { ...STATUS, status: 'cancelled' }, RIDER)).toEqual([
    'rider:5 status_update',
  ]);
});

test('rider 7 and driver 7 are two people', () => {
  const own = { ...bookingIn('accepted'), riderId: '7' };
  expect(told(own, { ...STATUS, status: 'on_way' }, DRIVER)).toEqual([
    'rider:7 status_update, driver:7 status_update',
  ]);
});
