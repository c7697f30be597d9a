import { expect, test } from 'vitest';
import { deadlinesOf } from './deadlines.ts';
import { DEFAULT_BOOKING_POLICY } from './policy.ts';
import { bookingIn, NOW } from './testing/sample-bookings.ts';

const HALF_HOUR_MS = 1_800_000;

test('an assignment expires when it says', () => {
  const assigned = bookingIn('assigned');
  expect(deadlinesOf(assigned, DEFAULT_BOOKING_POLICY)).toEqual([
    { kind: 'expire', dueAt: assigned.expiresAt, version: assigned.version },
  ]);
});

test('a booking that nobody has ends half an hour after its request or last take-back', () => {
  const freed = { ...bookingIn('freed'), pendingSince: NOW };
  expect(deadlinesOf(freed, DEFAULT_BOOKING_POLICY)).toEqual([
    { kind: 'abandon', dueAt: NOW + HALF_HOUR_MS, version: freed.version },
  ]);
});

test('a decline does not put that end off', () => {
  const declined = { ...bookingIn('declined'), pendingSince: NOW - HALF_HOUR_MS - 1 };
  expect(deadlinesOf(declined, DEFAULT_BOOKING_POLICY)).toEqual([
    { kind: 'abandon', dueAt: NOW - 1, version: declined.version },
  ]);
});

test.each(['accepted', 'on_way', 'arrived', 'started', 'completed', 'cancelled'] as const)(
  'a booking that is %s waits for no timer',
  (status) => {
    expect(deadlinesOf(bookingIn(status), DEFAULT_BOOKING_POLICY)).toEqual([]);
  },
);
