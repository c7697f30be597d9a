import { assertNever } from '../assert-never.ts';
import type { Booking } from './booking.ts';
import type { Assignment, Creation, Step, Transition } from './transition.ts';

/** What the booking is after one more row of its log. A row out of its place throws. */
export function evolve(booking: Booking | null, transition: Transition): Booking {
  if (!follows(booking, transition)) throw outOfPlace(booking, transition);
  if (transition.from === null) return create(transition);
  if (booking === null) throw outOfPlace(booking, transition);
  const moved = { ...booking, ...traceOf(transition) };
  return transition.to === 'assigned' ? assign(moved, transition) : step(moved, transition);
}

/** The booking that a whole log makes, or null for an empty one. */
export function replay(log: readonly Transition[]): Booking | null {
  return log.reduce<Booking | null>(evolve, null);
}

function create(creation: Creation): Booking {
  return {
    bookingId: creation.bookingId,
    riderId: creation.riderId,
    driverId: null,
    lastDriverId: null,
    ...creation.places,
    ...traceOf(creation),
    requestedAt: creation.at,
    pendingSince: creation.at,
    assignedAt: null,
    expiresAt: null,
    completedAt: null,
    rating: null,
    excludedDriverIds: [],
  };
}

function assign(booking: Booking, { driverId, places, at, expiresAt }: Assignment): Booking {
  return { ...booking, ...places, driverId, lastDriverId: driverId, assignedAt: at, expiresAt };
}

function step(booking: Booking, transition: Step): Booking {
  switch (transition.to) {
    case 'pending': {
      const freed = { ...free(booking), pendingSince: transition.at };
      return transition.by === 'driver' ? exclude(freed, transition.driverId) : freed;
    }
    case 'declined':
      return exclude(free(booking), transition.driverId);
    case 'accepted':
    case 'cancelled':
      return { ...booking, expiresAt: null };
    case 'on_way':
    case 'arrived':
    case 'started':
      return booking;
    case 'completed':
      return { ...booking, completedAt: transition.at };
    default:
      return assertNever(transition.to);
  }
}

/** What every row leaves behind on the booking. */
function traceOf({ to, version, round, at, reason }: Transition) {
  return { status: to, version, round, updatedAt: at, reason };
}

function free(booking: Booking): Booking {
  return { ...booking, driverId: null, assignedAt: null, expiresAt: null };
}

function exclude(booking: Booking, driverId: string | null): Booking {
  if (driverId === null || booking.excludedDriverIds.includes(driverId)) return booking;
  return { ...booking, excludedDriverIds: [...booking.excludedDriverIds, driverId] };
}

function follows(booking: Booking | null, transition: Transition): boolean {
  return booking === null
    ? transition.from === null && transition.version === 1
    : transition.from === booking.status && transition.version === booking.version + 1;
}

function outOfPlace(booking: Booking | null, { bookingId, version }: Transition): Error {
  return new Error(
    `row ${version} of the log of booking ${bookingId} does not follow ${booking?.version ?? 0}`,
  );
}
