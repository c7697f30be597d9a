import { assertNever } from '../assert-never.ts';
import type { Actor } from './actor.ts';
import type { Booking } from './booking.ts';
import type { AssignCommand, BookingCommand, RequestCommand } from './command.ts';
import { agreesWith, firstPlaces, samePlaces } from './places.ts';
import { meantStatus } from './status-meant.ts';

/**
 * Whether somebody who is concerned asks for what the booking is already: its status, and with an
 * assignment or an answer also its driver and round. Phones send things twice, and two dispatchers
 * click the same driver.
 */
export function isRepeat(booking: Booking, command: BookingCommand, actor: Actor): boolean {
  switch (command.kind) {
    case 'request':
      return isSameRequest(booking, command);
    case 'assign':
      return isSameAssignment(booking, command);
    case 'respond':
      // Only drivers answer, and only the one of the latest round is concerned.
      return booking.status === command.response;
    case 'status':
      return (
        booking.status === command.status || booking.status === meantStatus(booking, command, actor)
      );
    case 'rate':
      return (
        booking.rating?.rating === command.rating &&
        booking.rating.comment === (command.comment ?? null)
      );
    case 'expire':
    case 'abandon':
      return false;
    default:
      return assertNever(command);
  }
}

function isSameRequest(booking: Booking, command: RequestCommand): boolean {
  return (
    booking.status === 'pending' &&
    booking.riderId === command.riderId &&
    samePlaces(booking, firstPlaces(command))
  );
}

function isSameAssignment(booking: Booking, command: AssignCommand): boolean {
  return (
    booking.status === 'assigned' &&
    booking.driverId === command.driverId &&
    (command.riderId ?? booking.riderId) === booking.riderId &&
    agreesWith(booking, command.places ?? {})
  );
}
