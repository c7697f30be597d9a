import type { Booking } from '../../core/index.ts';
import type { UserKey } from '../../protocol/index.ts';
import type { Store } from '../store/store.ts';

/**
 * The booking that waits for this driver's answer; null where none does. A driver has one at most,
 * and the booking says whether it is open: what a message says of its end is older than that.
 */
export async function openOffer(
  store: Pick<Store, 'liveBookings'>,
  user: UserKey,
): Promise<Booking | null> {
  if (user.role !== 'driver') return null;
  const bookings = await store.liveBookings(user);
  return bookings.find(({ status }) => status === 'assigned') ?? null;
}
