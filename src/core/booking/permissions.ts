import type { BookingStatus } from '../../protocol/index.ts';
import { assertNever } from '../assert-never.ts';
import type { Actor, ActorRole } from './actor.ts';
import type { Booking } from './booking.ts';
import type { BookingCommand } from './command.ts';
import { type Ask, EDGES } from './edges.ts';

/**
 * Whose booking it is: its rider's and its present driver's, or while nobody holds it that of the
 * driver who held it last. For everybody else but admins it does not exist.
 */
export function isConcerned(actor: Actor, booking: Booking): boolean {
  switch (actor.role) {
    case 'admin':
    case 'system':
      return true;
    case 'rider':
      return booking.riderId === actor.userId;
    case 'driver':
      return booking.lastDriverId === actor.userId;
    default:
      return assertNever(actor.role);
  }
}

/** Whether the role has this command at all. It does not look at any booking. */
export function maySend(actor: Actor, command: BookingCommand): boolean {
  switch (command.kind) {
    case 'request':
      return hasAsk(actor.role, 'request') && mayRequestFor(actor, command.riderId);
    case 'assign':
    case 'respond':
    case 'status':
      return hasAsk(actor.role, command.kind);
    case 'rate':
      return actor.role === 'rider';
    case 'expire':
    case 'abandon':
      return hasAsk(actor.role, 'timer');
    default:
      return assertNever(command);
  }
}

/** Whether the role may cause this step in any booking, however it is asked for. */
export function mayEverCause(role: ActorRole, to: BookingStatus): boolean {
  return EDGES.some(
    (edge) => edge.to === to && edge.by.includes(role) && !edge.from.includes(null),
  );
}

function hasAsk(role: ActorRole, ask: Ask): boolean {
  return EDGES.some((edge) => edge.ask === ask && edge.by.includes(role));
}

function mayRequestFor(actor: Actor, riderId: string): boolean {
  return actor.role !== 'rider' || actor.userId === riderId;
}
