import type { Point } from '../../protocol/index.ts';
import type { Booking } from './booking.ts';
import type { AssignCommand, BookingCommand } from './command.ts';
import type { Question } from './decision.ts';
import type { Edge } from './edges.ts';
import { overwritePlaces, type Places } from './places.ts';
import type { Assignment, Creation, Step } from './transition.ts';

/** Writes the rows of the log that a decision adds. Nothing is decided here. */

export function recordCreation(question: Question, riderId: string, places: Places): Creation {
  return {
    ...rowAfter(null, question, null),
    round: 0,
    from: null,
    to: 'pending',
    riderId,
    places,
  };
}

export function recordAssignment(booking: Booking, question: Question<AssignCommand>): Assignment {
  const { command, context } = question;
  return {
    ...rowAfter(booking, question, command.driverId),
    round: booking.round + 1,
    from: booking.status,
    to: 'assigned',
    driverId: command.driverId,
    places: overwritePlaces(booking, command.places ?? {}),
    // A fraction is accepted on the way in; times inside are whole milliseconds.
    expiresAt: context.now + Math.round(command.timeoutMs ?? context.assignTimeoutMs),
  };
}

export function recordStep(booking: Booking, to: Step['to'], edge: Edge, question: Question): Step {
  const row = rowAfter(booking, question, booking.driverId);
  const reason = row.reason ?? edge.reason ?? null;
  return { ...row, reason, round: booking.round, from: booking.status, to };
}

function rowAfter(booking: Booking | null, question: Question, driverId: string | null) {
  const { command, actor, context } = question;
  return {
    bookingId: command.bookingId,
    version: (booking?.version ?? 0) + 1,
    by: actor.role,
    actorId: actor.userId,
    at: context.now,
    reason: reasonOf(command),
    message: command.kind === 'status' ? (command.message ?? null) : null,
    driverId,
    position: positionOf(driverId, question),
  };
}

function reasonOf(command: BookingCommand): string | null {
  return 'reason' in command ? (command.reason ?? null) : null;
}

/** The position that comes with an assignment is not that of the driver who loses the booking. */
function positionOf(driverId: string | null, { command, context }: Question): Point | null {
  const isOthers = command.kind === 'assign' && command.driverId !== driverId;
  return driverId === null || isOthers ? null : (context.position ?? null);
}
