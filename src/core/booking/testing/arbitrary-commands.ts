import * as fc from 'fast-check';
import type { BookingStatus } from '../../../protocol/index.ts';
import { assertNever } from '../../assert-never.ts';
import { type Actor, SYSTEM } from '../actor.ts';
import type { Booking } from '../booking.ts';
import type { BookingCommand } from '../command.ts';
import { ADMIN, PLACES, RIDER } from './sample-bookings.ts';

/** Somebody asks something of booking 42. */
export interface Attempt {
  readonly actor: Actor;
  readonly command: BookingCommand;
}

/** What happens next, some time after the one before: an attempt, or the trip goes on. */
export interface Event {
  readonly attempt: Attempt | 'go on';
  readonly afterMs: number;
}

const STATUSES: readonly BookingStatus[] = [
  'pending',
  'assigned',
  'accepted',
  'on_way',
  'arrived',
  'started',
  'completed',
  'declined',
  'cancelled',
];

const FIRST_REQUEST: BookingCommand = { ...PLACES, kind: 'request', bookingId: '42', riderId: '5' };

const bookingId = fc.constant('42');
const driverId = fc.constantFrom('7', '8');
const riderId = fc.constantFrom('5', '6');
const reason = fc.option(fc.constantFrom('no_show', 'flat tyre'), { nil: undefined });
const places = fc.record(
  {
    pickupLocation: fc.constantFrom(PLACES.pickupLocation, 'Chapel'),
    dropoffLocation: fc.constantFrom(PLACES.dropoffLocation, 'Port'),
    pickup: fc.constantFrom(PLACES.pickup, { latitude: 14.7, longitude: 121.1 }),
  },
  { requiredKeys: [] },
);

const commands: fc.Arbitrary<BookingCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    bookingId,
    riderId,
    pickupLocation: fc.constant(PLACES.pickupLocation),
    dropoffLocation: fc.constantFrom(PLACES.dropoffLocation, 'Port'),
  }),
  fc.record(
    {
      kind: fc.constant('assign' as const),
      bookingId,
      driverId,
      riderId,
      places,
      force: fc.boolean(),
      timeoutMs: fc.constant(5_000),
    },
    { requiredKeys: ['kind', 'bookingId', 'driverId'] },
  ),
  fc.record({
    kind: fc.constant('respond' as const),
    bookingId,
    response: fc.constantFrom('accepted' as const, 'accepted' as const, 'declined' as const),
    reason,
  }),
  fc.record({
    kind: fc.constant('status' as const),
    bookingId,
    status: fc.constantFrom(...STATUSES),
    reason,
  }),
  fc.record({
    kind: fc.constant('rate' as const),
    bookingId,
    rating: fc.integer({ min: 1, max: 5 }),
    comment: fc.option(fc.constant('thanks'), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constantFrom('expire' as const, 'abandon' as const),
    bookingId,
    version: fc.integer({ min: 1, max: 8 }),
  }),
);

const actors: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant(ADMIN),
  riderId.map<Actor>((userId) => ({ role: 'rider', userId })),
  driverId.map<Actor>((userId) => ({ role: 'driver', userId })),
  fc.constant(SYSTEM),
);

/** By chance alone hardly a trip would get to its end, so that half of the time it just goes on. */
export const events: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.record({
    attempt: fc.oneof(
      fc.record({ actor: actors, command: commands }),
      fc.constant('go on' as const),
    ),
    afterMs: fc.integer({ min: 0, max: 120_000 }),
  }),
  { maxLength: 40, size: 'max' },
);

/** What takes a booking one step further, by whom it would be done. */
export function goOn(booking: Booking | null): Attempt {
  if (booking === null) return { actor: RIDER, command: FIRST_REQUEST };
  const driver: Actor = { role: 'driver', userId: booking.driverId ?? '7' };
  const status = { kind: 'status', bookingId: '42' } as const;
  switch (booking.status) {
    case 'pending':
    case 'declined':
      return {
        actor: ADMIN,
        command: { kind: 'assign', bookingId: '42', driverId: '8', force: true },
      };
    case 'assigned':
      return { actor: driver, command: { kind: 'respond', bookingId: '42', response: 'accepted' } };
    case 'accepted':
      return { actor: driver, command: { ...status, status: 'on_way' } };
    case 'on_way':
      return { actor: driver, command: { ...status, status: 'arrived' } };
    case 'arrived':
      return { actor: driver, command: { ...status, status: 'started' } };
    case 'started':
      return { actor: driver, command: { ...status, status: 'completed' } };
    case 'completed':
    case 'cancelled':
      return { actor: RIDER, command: { kind: 'rate', bookingId: '42', rating: 4 } };
    default:
      return assertNever(booking.status);
  }
}
