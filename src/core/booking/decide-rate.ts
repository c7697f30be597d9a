import type { Booking } from './booking.ts';
import type { RateCommand } from './command.ts';
import { type Decision, type Question, refuse } from './decision.ts';
import { conflict, illegalTransition } from './refusal.ts';

/** A completed trip is rated once, while it is fresh. The same rating again was a repeat. */
export function decideRate(booking: Booking, question: Question<RateCommand>): Decision {
  const { command, actor, context } = question;
  if (booking.completedAt === null) {
    return refuse(illegalTransition(booking, actor, 'only a completed trip is rated'));
  }
  if (booking.rating !== null) {
    const sentence = `Booking ${booking.bookingId} was rated already, and differently.`;
    return refuse(conflict(booking, actor, 'already_rated', sentence));
  }
  if (context.now - booking.completedAt > context.ratingWindowMs) {
    return refuse(illegalTransition(booking, actor, 'the time to rate it is over'));
  }
  const { rating, comment = null } = command;
  return { ok: true, transitions: [], rated: { rating, comment, at: context.now } };
}
