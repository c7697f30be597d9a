import type { Booking } from './booking.ts';
import type { BookingCommand } from './command.ts';
import type { Edge, GuardName } from './edges.ts';

type Guard = (command: BookingCommand, booking: Booking) => boolean;

const GUARDS: Record<GuardName, Guard> = {
  eligible: (command, booking) =>
    command.kind === 'assign' &&
    (command.force === true || !booking.excludedDriverIds.includes(command.driverId)),
  forced: (command) => command.kind === 'assign' && command.force === true,
  no_show: (command) => command.kind === 'status' && command.reason === 'no_show',
};

/** Whether the edge is open to this very command. */
export function isOpen(edge: Edge, command: BookingCommand, booking: Booking): boolean {
  return edge.guard === undefined || GUARDS[edge.guard](command, booking);
}
