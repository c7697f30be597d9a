import type { ServerMessageOf, WireId } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import { CLIENT_LIMITS } from '../client-limits.ts';
import type { BookingResult, Command } from '../commands/command.ts';
import type { RoleOptions } from './driver.ts';
import { type BookingState, watchOwnBookings } from './watch-bookings.ts';

export type RideRequest = Omit<Command<'request_booking'>, 'type' | 'booking_id' | 'rider_id'>;

/** What a rider's page does. */
export interface Rider {
  readonly client: Client;
  request(ride: RideRequest): Promise<BookingResult>;
  cancel(bookingId: WireId, reason?: string): Promise<BookingResult>;
  /** `rating` from 1 to 5; once, within the time that the daemon allows. */
  rate(bookingId: WireId, rating: number, comment?: string): Promise<BookingResult>;
  onBooking(listener: (booking: BookingState) => void): () => void;
  /** Where the driver is, while the booking is under way. */
  onPosition(listener: (position: ServerMessageOf<'location_update'>) => void): () => void;
  close(): Promise<void>;
}

export function riderClient(client: Client, { limits }: RoleOptions = {}): Rider {
  const { bookingsMax } = { ...CLIENT_LIMITS, ...limits };
  return {
    client,
    request: (ride) => client.send({ ...ride, type: 'request_booking' }),
    cancel: (booking_id, reason) =>
      client.send({
        type: 'status_update',
        booking_id,
        status: 'cancelled',
        ...(reason && { reason }),
      }),
    rate: (booking_id, rating, comment) =>
      client.send({ type: 'rate_booking', booking_id, rating, ...(comment && { comment }) }),
    onBooking: (changed) => watchOwnBookings(client, bookingsMax, { changed }),
    onPosition: (listener) => client.on('location_update', listener),
    close: () => client.close(),
  };
}
