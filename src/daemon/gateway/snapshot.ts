import type { Booking } from '../../core/index.ts';
import type { ServerMessageOf, UserKey } from '../../protocol/index.ts';
import { snapshotBooking } from '../bookings/booking-view.ts';
import type { Parts } from './parts.ts';

/** What is live for a user now: their bookings, and where those bookings' drivers are. */
export async function snapshotFor(
  parts: Parts,
  user: UserKey,
): Promise<ServerMessageOf<'snapshot'>> {
  return snapshotOf(parts, await parts.store.liveBookings(user));
}

/** The same of given bookings. */
export async function snapshotOf(
  parts: Parts,
  bookings: readonly Booking[],
): Promise<ServerMessageOf<'snapshot'>> {
  const message: ServerMessageOf<'snapshot'> = { type: 'snapshot', bookings: [], positions: [] };
  for (const booking of bookings) {
    const { driverId, bookingId } = booking;
    const card = driverId === null ? null : await parts.store.driverCard(driverId);
    message.bookings.push(snapshotBooking(booking, card));
    message.positions.push(...parts.fleet.positionsOf(bookingId, driverId));
  }
  return message;
}
