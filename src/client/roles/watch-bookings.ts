import type { ServerMessageOf, SnapshotBooking } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import type { Session } from '../client-events.ts';
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
 * and so is an offer that was closed before this session began.
 */
export function watchOwnBookings(
  client: Client,
  bookingsMax: number,
  { offered, changed }: BookingListener,
): () => void {
  const shown = new ShownVersions(bookingsMax);
  let { session } = client;

  const show = (booking: SnapshotBooking): void => {
    if (!shown.isNews(booking.booking_id, booking.version)) return;
    if (booking.status === 'assigned') offered?.(booking);
    changed?.(booking);
  };
  const offer = (message: ServerMessageOf<'driver_assigned'>): void => {
    if (!shown.isNews(message.booking_id, message.version)) return;
    // What comes live is open. Of what was there before, the daemon has said which one still is:
    // clocks may have been set since it was written.
    if ((message.seq ?? 0) > (session?.seq ?? 0)) offered?.(message);
    else if (isSame(message, session?.offer)) offered?.({ ...message, ...session?.offer });
  };

  const stops = [
    client.on('authenticated', (opened) => {
      // A refreshed token is the same session, of which some may still be on its way.
      if (opened.session === session?.session) return;
      shown.begin(opened.epoch);
      session = opened;
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

function isSame(message: ServerMessageOf<'driver_assigned'>, open: Session['offer']): boolean {
  return open?.booking_id === message.booking_id && open.version === message.version;
}
