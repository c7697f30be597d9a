import type { Booking } from '../../core/index.ts';
import { type BookingView, fromWireId } from '../../protocol/index.ts';
import type { Store } from '../store/store.ts';
import { bookingView } from './booking-view.ts';

/** Bookings with the cards of their drivers. */
export async function viewBookings(
  bookings: readonly Booking[],
  store: Pick<Store, 'driverCards'>,
): Promise<BookingView[]> {
  const driverIds = bookings.flatMap(({ driverId }) => driverId ?? []);
  const cards = await store.driverCards([...new Set(driverIds)]);
  const cardOf = new Map(cards.map((card) => [fromWireId(card.driver_id), card]));
  return bookings.map((booking) =>
    bookingView(booking, cardOf.get(booking.driverId ?? '') ?? null),
  );
}
