import type { Booking } from './booking.ts';
import type { RespondCommand } from './command.ts';
import { accept, type Decision, type Question, refuse } from './decision.ts';
import { findEdge } from './edges.ts';
import { recordStep } from './record.ts';
import { illegalTransition } from './refusal.ts';

/**
 * The driver takes it or not. An answer that comes after its time but before the timer still
 * counts: a driver who is late is better than none.
 */
export function decideRespond(booking: Booking, question: Question<RespondCommand>): Decision {
  const { command, actor } = question;
  const edge = findEdge(booking.status, command.response, actor.role, 'respond');
  if (edge === undefined) return refuse(illegalTransition(booking, actor));
  return accept(recordStep(booking, command.response, edge, question));
}
