import { systemClock } from '../../clock/index.ts';
import type { BookingStatus, Fix, WireId } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import { CLIENT_LIMITS } from '../client-limits.ts';
import type { ClientOptions } from '../client-options.ts';
import type { BookingResult } from '../commands/command.ts';
import { PositionOutbox } from './position-outbox.ts';
import { type BookingState, type Offer, watchOwnBookings } from './watch-bookings.ts';

/** What a driver's app does. */
export interface Driver {
  readonly client: Client;
  accept(bookingId: WireId): Promise<BookingResult>;
  decline(bookingId: WireId, reason?: string): Promise<BookingResult>;
  onWay(bookingId: WireId): Promise<BookingResult>;
  arrived(bookingId: WireId): Promise<BookingResult>;
  start(bookingId: WireId): Promise<BookingResult>;
  complete(bookingId: WireId): Promise<BookingResult>;
  /** Hands the booking back, so that another driver can be found. */
  giveUp(bookingId: WireId, reason?: string): Promise<BookingResult>;
  /** Nobody was at the pickup: cancels. */
  noShow(bookingId: WireId): Promise<BookingResult>;
  /** Never waits: what cannot go out now follows later. `timestamp`: when the fix was taken. */
  sendPosition(fix: Fix): void;
  /** Positions that wait to be sent, and how many were given up because too many waited. */
  readonly positions: { readonly waiting: number; readonly dropped: number };
  onOffer(listener: (offer: Offer) => void): () => void;
  onBooking(listener: (booking: BookingState) => void): () => void;
  close(): Promise<void>;
}

export type RoleOptions = Pick<ClientOptions, 'clock' | 'limits'>;

export function driverClient(client: Client, options: RoleOptions = {}): Driver {
  const { clock = systemClock } = options;
  const limits = { ...CLIENT_LIMITS, ...options.limits };
  const outbox = new PositionOutbox(client, clock, limits.positionsMax);

  const respond = (booking_id: WireId, response: 'accepted' | 'declined', reason?: string) =>
    client.send({ type: 'driver_response', booking_id, response, ...(reason && { reason }) });
  const report = (booking_id: WireId, status: BookingStatus, reason?: string) =>
    client.send({ type: 'status_update', booking_id, status, ...(reason && { reason }) });

  return {
    client,
    accept: (bookingId) => respond(bookingId, 'accepted'),
    decline: (bookingId, reason) => respond(bookingId, 'declined', reason),
    onWay: (bookingId) => report(bookingId, 'on_way'),
    arrived: (bookingId) => report(bookingId, 'arrived'),
    start: (bookingId) => report(bookingId, 'started'),
    complete: (bookingId) => report(bookingId, 'completed'),
    giveUp: (bookingId, reason) => report(bookingId, 'pending', reason),
    noShow: (bookingId) => report(bookingId, 'cancelled', 'no_show'),
    sendPosition: (fix) => outbox.send(fix),
    get positions() {
      return { waiting: outbox.waitingCount, dropped: outbox.dropped };
    },
    onOffer: (offered) => watchOwnBookings(client, limits.bookingsMax, { offered }),
    onBooking: (changed) => watchOwnBookings(client, limits.bookingsMax, { changed }),
    close: () => client.close(),
  };
}
