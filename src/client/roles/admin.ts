import type { BookingStatus, WireId } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import { CLIENT_LIMITS } from '../client-limits.ts';
import type { BookingResult, Command, NotifyResult } from '../commands/command.ts';
import { type AdminWatches, adminWatches } from './admin-watches.ts';
import type { RoleOptions } from './driver.ts';

type Fields<Type extends Command['type']> = Omit<Command<Type>, 'type'>;

/** Why something is done: a word for programs, and a sentence for people. */
export interface Explanation {
  readonly reason?: string;
  readonly message?: string;
}

/** What a dispatcher does. */
export interface Admin extends AdminWatches {
  readonly client: Client;
  request(booking: Fields<'request_booking'>): Promise<BookingResult>;
  /** Offers a booking to a driver; creates it if rider and places are given. */
  assign(assignment: Fields<'assign_driver'>): Promise<BookingResult>;
  setStatus(bookingId: WireId, status: BookingStatus, why?: Explanation): Promise<BookingResult>;
  /** Takes the booking from its driver; it is then `pending` again. */
  takeBack(bookingId: WireId, why?: Explanation): Promise<BookingResult>;
  cancel(bookingId: WireId, why?: Explanation): Promise<BookingResult>;
  /** A durable message of the site's own to one user. */
  notify(notification: Fields<'notify'>): Promise<NotifyResult>;
  close(): Promise<void>;
}

export function adminClient(client: Client, { limits }: RoleOptions = {}): Admin {
  const { bookingsMax } = { ...CLIENT_LIMITS, ...limits };
  const setStatus = (booking_id: WireId, status: BookingStatus, why: Explanation = {}) =>
    client.send({ ...why, type: 'status_update', booking_id, status });
  return {
    ...adminWatches(client, bookingsMax),
    client,
    request: (booking) => client.send({ ...booking, type: 'request_booking' }),
    assign: (assignment) => client.send({ ...assignment, type: 'assign_driver' }),
    setStatus,
    takeBack: (bookingId, why) => setStatus(bookingId, 'pending', why),
    cancel: (bookingId, why) => setStatus(bookingId, 'cancelled', why),
    notify: (notification) => client.send({ ...notification, type: 'notify' }),
    close: () => client.close(),
  };
}
