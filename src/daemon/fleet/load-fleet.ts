import type { Store } from '../store/store.ts';
import type { Fleet } from './fleet.ts';

const OPEN_BOOKINGS_MAX = 100_000;

/** Puts the stored bookings and names into an empty fleet, at start. */
export async function loadFleet(fleet: Fleet, store: Store): Promise<void> {
  const cards = await store.driverCards();
  for (const card of cards) fleet.setCard(card);
  const open = await store.bookings({ open: true, limit: OPEN_BOOKINGS_MAX });
  for (const booking of open) fleet.track(booking, null);
}
