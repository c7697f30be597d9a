import type { BookingStatus } from '../../protocol/index.ts';
import type { Actor } from './actor.ts';
import type { Booking } from './booking.ts';
import type { StatusCommand } from './command.ts';
import { findEdge } from './edges.ts';
import { isOpen } from './guards.ts';

/**
 * The status that is meant: a driver who "cancels" gives the booking up, so that another driver can
 * take it. Only where the rider did not show up is it over.
 */
export function meantStatus(booking: Booking, command: StatusCommand, actor: Actor): BookingStatus {
  if (actor.role !== 'driver' || command.status !== 'cancelled') return command.status;
  const end = findEdge(booking.status, 'cancelled', 'driver', 'status');
  return end !== undefined && isOpen(end, command, booking) ? 'cancelled' : 'pending';
}
