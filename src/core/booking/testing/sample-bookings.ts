import type { BookingStatus } from '../../../protocol/index.ts';
import type { Actor } from '../actor.ts';
import type { Booking } from '../booking.ts';
import type { DecideContext } from '../decision.ts';
import { DEFAULT_BOOKING_POLICY } from '../policy.ts';

/** The people of the tests: booking 42 is rider 5's, and driver 7 has it where anybody has. */
export const ADMIN: Actor = { role: 'admin', userId: '1' };
export const RIDER: Actor = { role: 'rider', userId: '5' };
export const DRIVER: Actor = { role: 'driver', userId: '7' };
export const OTHER_RIDER: Actor = { role: 'rider', userId: '7' };
export const OTHER_DRIVER: Actor = { role: 'driver', userId: '8' };

export const NOW = 1_000_000;
export const CONTEXT: DecideContext = { ...DEFAULT_BOOKING_POLICY, now: NOW };

export const PLACES = {
  pickupLocation: 'Public market',
  dropoffLocation: 'Town hall',
  pickup: { latitude: 14.6, longitude: 121.0 },
  dropoff: { latitude: 14.61, longitude: 121.01 },
  note: 'two bags',
};

const REQUESTED: Booking = {
  ...PLACES,
  bookingId: '42',
  riderId: '5',
  driverId: null,
  lastDriverId: null,
  status: 'pending',
  round: 0,
  version: 1,
  requestedAt: NOW - 5_000,
  pendingSince: NOW - 5_000,
  assignedAt: null,
  expiresAt: null,
  completedAt: null,
  updatedAt: NOW - 5_000,
  reason: null,
  rating: null,
  excludedDriverIds: [],
};

/** With driver 7 in its first round. */
function held(status: BookingStatus, version: number): Booking {
  return {
    ...REQUESTED,
    status,
    version,
    round: 1,
    driverId: '7',
    lastDriverId: '7',
    assignedAt: NOW - 4_000,
    updatedAt: NOW - 1_000,
  };
}

/** `freed`: pending again, since an admin took it back from driver 7. */
export type SampleState = BookingStatus | 'missing' | 'freed';

const SAMPLES: Record<SampleState, Booking | null> = {
  missing: null,
  pending: REQUESTED,
  freed: { ...held('pending', 3), driverId: null, assignedAt: null },
  assigned: { ...held('assigned', 2), expiresAt: NOW + 56_000 },
  accepted: held('accepted', 3),
  on_way: held('on_way', 4),
  arrived: held('arrived', 5),
  started: held('started', 6),
  completed: { ...held('completed', 7), completedAt: NOW - 1_000 },
  declined: { ...held('declined', 3), driverId: null, assignedAt: null, excludedDriverIds: ['7'] },
  cancelled: held('cancelled', 4),
};

/** Booking 42 in that state, or null where it does not exist. */
export function sampleIn(state: SampleState): Booking | null {
  return SAMPLES[state];
}

/** Booking 42 where the test needs it to exist. */
export function bookingIn(state: Exclude<SampleState, 'missing'>): Booking {
  const booking = SAMPLES[state];
  if (booking === null) throw new Error(`no sample is ${state}`);
  return booking;
}
