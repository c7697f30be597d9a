import { assertNever } from '../assert-never.ts';
import type { Booking } from './booking.ts';
import type { TimerCommand } from './command.ts';
import { accept, CHANGES_NOTHING, type Decision, type Question } from './decision.ts';
import { findEdge } from './edges.ts';
import { recordStep } from './record.ts';

/**
 * A timer counts only for the version that it was set for: since then nothing has happened. It is
 * never refused, because nobody is there to read a refusal.
 */
export function decideTimer(booking: Booking, question: Question<TimerCommand>): Decision {
  const { command, actor } = question;
  if (command.version !== booking.version) return CHANGES_NOTHING;
  const to = outcome(command.kind);
  const edge = findEdge(booking.status, to, actor.role, 'timer');
  return edge === undefined ? CHANGES_NOTHING : accept(recordStep(booking, to, edge, question));
}

function outcome(kind: TimerCommand['kind']) {
  switch (kind) {
    case 'expire':
      return 'declined';
    case 'abandon':
      return 'cancelled';
    default:
      return assertNever(kind);
  }
}
