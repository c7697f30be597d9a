import type { UserKey } from '../../protocol/index.ts';
import type { Booking } from './booking.ts';
import type { Transition } from './transition.ts';

/** One durable message to one user. */
export interface Announcement {
  readonly to: UserKey;
  readonly kind: 'driver_assigned' | 'status_update';
}

/**
 * Who is told of a transition: the rider always, who held the booking before it and who holds it
 * after it. The newly assigned driver is told what the trip is instead of what its status is.
 */
export function announce(
  before: Booking | null,
  transition: Transition,
  after: Booking,
): readonly Announcement[] {
  const told: Announcement[] = [
    { to: { role: 'rider', userId: after.riderId }, kind: 'status_update' },
  ];
  for (const driverId of new Set([before?.driverId, after.driverId])) {
    if (driverId === null || driverId === undefined) continue;
    const isAsked = transition.to === 'assigned' && driverId === after.driverId;
    const kind = isAsked ? 'driver_assigned' : 'status_update';
    told.push({ to: { role: 'driver', userId: driverId }, kind });
  }
  return told;
}
