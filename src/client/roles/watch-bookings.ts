import type { ServerMessageOf, SnapshotBooking } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import { ShownVersions } from './shown-versions.ts';

/**
 * A booking as it is now: `booking_id`, `status`, `version`, and `driver` where one may be seen.
 */
export type BookingState = SnapshotBooking | ServerMessageOf<'status_update'>;

/** A booking that waits for this driver's answer, until `expires_at`. */
export type Offer = SnapshotBooking | ServerMessageOf<'driver_assigned'>;

interface BookingListener {
  readonly offered?: (offer: Offer) => void;
  readonly changed?: (booking: BookingState) => void;
}

/**
 * Follows one's own bookings from the snapshot on. What is older than what was shown is left out,
 * and so is an offer whose time was up before this session began.
 */
export function watchOwnBookings(
  client: Client,
  bookingsMax: number,
  { offered, changed }: BookingListener,
): () => void {
  const shown = new ShownVersions(bookingsMax);
  let openedAt = 0;

  const show = (booking: SnapshotBooking): void => {
    if (!shown.isNews(booking.booking_id, booking.version)) return;
    if (booking.status === 'assigned') offered?.(booking);
    changed?.(booking);
  };
  const offer = (message: ServerMessageOf<'driver_assigned'>): void => {
    const isNews = shown.isNews(message.booking_id, message.version);
    if (isNews && message.expires_at > openedAt) offered?.(message);
  };

  const stops = [
    client.on('authenticated', ({ epoch, server_time }) => {
      shown.begin(epoch);
      openedAt = server_time;
    }),
    client.on('snapshot', ({ bookings }) => bookings.forEach(show)),
    client.on('driver_assigned', offer),
    client.on('status_update', (update) => {
      if (shown.isNews(update.booking_id, update.version)) changed?.(update);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
