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
  let [openedAt, newestSeq] = [0, 0];

  const show = (booking: SnapshotBooking): void => {
    if (!shown.isNews(booking.booking_id, booking.version)) return;
    if (booking.status === 'assigned') offered?.(booking);
    changed?.(booking);
  };
  const offer = (message: ServerMessageOf<'driver_assigned'>): void => {
    const isNews = shown.isNews(message.booking_id, message.version);
    // What comes live is open, whatever the clocks say: they may have been set meanwhile.
    const isOpen = (message.seq ?? 0) > newestSeq || message.expires_at > openedAt;
    if (isNews && isOpen) offered?.(message);
  };

  const stops = [
    client.on('authenticated', ({ epoch, server_time, seq }) => {
      shown.begin(epoch);
      [openedAt, newestSeq] = [server_time, seq];
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
