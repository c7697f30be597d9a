import type { Booking } from './booking.ts';
import type { AssignCommand } from './command.ts';
import { accept, type Decision, type Question, refuse } from './decision.ts';
import { findEdge } from './edges.ts';
import { evolve } from './evolve.ts';
import { isOpen } from './guards.ts';
import { recordAssignment, recordStep } from './record.ts';
import { conflict, illegalTransition } from './refusal.ts';

/** Begins a round with a driver, if need be by taking the booking back from another one first. */
export function decideAssign(booking: Booking, question: Question<AssignCommand>): Decision {
  const { command, actor } = question;
  if (command.riderId !== undefined && command.riderId !== booking.riderId) {
    const sentence = `Booking ${booking.bookingId} belongs to another rider.`;
    return refuse(conflict(booking, actor, 'other_rider', sentence));
  }
  if (booking.driverId === command.driverId) return refuseSameDriver(booking, question);
  const edge = findEdge(booking.status, 'assigned', actor.role, 'assign');
  if (edge === undefined) return reassign(booking, question);
  if (!isOpen(edge, command, booking)) return refuseExcluded(booking, question);
  return accept(recordAssignment(booking, question));
}

function reassign(booking: Booking, question: Question<AssignCommand>): Decision {
  const { command, actor } = question;
  const edge = findEdge(booking.status, 'pending', actor.role, 'assign');
  if (edge === undefined) return refuse(illegalTransition(booking, actor));
  if (!isOpen(edge, command, booking)) {
    const sentence = `Booking ${booking.bookingId} has another driver; \`force\` takes it back.`;
    return refuse(conflict(booking, actor, 'other_driver', sentence));
  }
  const takeBack = recordStep(booking, 'pending', edge, question);
  return accept(takeBack, recordAssignment(evolve(booking, takeBack), question));
}

/** The driver has it already, and it is no repeat: other places, or the driver has answered. */
function refuseSameDriver(booking: Booking, { actor }: Question): Decision {
  if (booking.status !== 'assigned') return refuse(illegalTransition(booking, actor));
  const sentence = `Booking ${booking.bookingId} was assigned to this driver with other places.`;
  return refuse(conflict(booking, actor, 'other_places', sentence));
}

function refuseExcluded(booking: Booking, { command, actor }: Question<AssignCommand>): Decision {
  const sentence = `Driver ${command.driverId} has turned it down before; \`force\` asks again.`;
  return refuse(conflict(booking, actor, 'excluded', sentence));
}
