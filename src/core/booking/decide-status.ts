import type { BookingStatus } from '../../protocol/index.ts';
import type { Actor } from './actor.ts';
import type { Booking } from './booking.ts';
import type { StatusCommand } from './command.ts';
import { accept, type Decision, type Question, refuse } from './decision.ts';
import { findAsk, findEdge } from './edges.ts';
import { isOpen } from './guards.ts';
import { recordStep } from './record.ts';
import { illegalTransition } from './refusal.ts';
import { meantStatus } from './status-meant.ts';

/** Takes the one step that the table has for it, or says which ones there are. */
export function decideStatus(booking: Booking, question: Question<StatusCommand>): Decision {
  const { command, actor } = question;
  const to = meantStatus(booking, command, actor);
  const edge = findEdge(booking.status, to, actor.role, 'status');
  // No status_update ever assigns: that takes a driver, who is named in an assignment.
  if (to === 'assigned' || edge === undefined || !isOpen(edge, command, booking)) {
    return refuse(illegalTransition(booking, actor, howElse(booking, to, actor)));
  }
  return accept(recordStep(booking, to, edge, question));
}

/** The step may be legal and only asked for with another message. */
function howElse(booking: Booking, to: BookingStatus, actor: Actor): string | undefined {
  switch (findAsk(booking.status, to, actor.role)) {
    case 'assign':
      return 'a driver is assigned with assign_driver';
    case 'respond':
      return 'an assignment is answered with driver_response';
    default:
      return undefined;
  }
}
