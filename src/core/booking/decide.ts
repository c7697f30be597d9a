import { assertNever } from '../assert-never.ts';
import type { Actor } from './actor.ts';
import type { Booking } from './booking.ts';
import type { BookingCommand } from './command.ts';
import { decideAssign } from './decide-assign.ts';
import { decideNew } from './decide-new.ts';
import { decideRate } from './decide-rate.ts';
import { decideRespond } from './decide-respond.ts';
import { decideStatus } from './decide-status.ts';
import { decideTimer } from './decide-timer.ts';
import { CHANGES_NOTHING, type DecideContext, type Decision, refuse } from './decision.ts';
import { isConcerned, mayEverCause, maySend } from './permissions.ts';
import { conflict, notAllowed, notFound } from './refusal.ts';
import { isRepeat } from './repeat.ts';

/**
 * Decides what a command does to a booking, or to none where it does not exist yet. In this order:
 *
 *  1. A command that the role does not have is `not_allowed`; no booking is looked at.
 *  2. For whoever is not concerned the booking is missing from here on: they get the answer that a
 *     missing booking gives, to the last byte.
 *  3. A repeat succeeds and changes nothing. It precedes 4: the rider of a trip that is `on_way`
 *     may say so, and learns nothing that they were not told.
 *  4. A status that the role may never cause is `not_allowed`, whatever the booking is.
 *  5. What does not exist is `not_found`, unless the command creates it.
 *  6. The edge table and its guards decide the rest.
 */
export function decide(
  booking: Booking | null,
  command: BookingCommand,
  actor: Actor,
  context: DecideContext,
): Decision {
  if (!maySend(actor, command)) return refuse(notAllowed(actor.role, describe(command)));
  const known = booking !== null && isConcerned(actor, booking) ? booking : null;
  if (known !== null && isRepeat(known, command, actor)) return CHANGES_NOTHING;
  if (command.kind === 'status' && !mayEverCause(actor.role, command.status)) {
    return refuse(notAllowed(actor.role, describe(command)));
  }
  if (known !== null) return decideKnown(known, command, actor, context);
  // The id of a request may be taken by a booking that the actor cannot see.
  return booking === null
    ? decideNew(command, actor, context)
    : refuse(notFound(command.bookingId));
}

function decideKnown(
  booking: Booking,
  command: BookingCommand,
  actor: Actor,
  context: DecideContext,
): Decision {
  switch (command.kind) {
    case 'request':
      return refuse(
        conflict(booking, actor, 'exists', `Booking ${booking.bookingId} exists already.`),
      );
    case 'assign':
      return decideAssign(booking, { command, actor, context });
    case 'respond':
      return decideRespond(booking, { command, actor, context });
    case 'status':
      return decideStatus(booking, { command, actor, context });
    case 'rate':
      return decideRate(booking, { command, actor, context });
    case 'expire':
    case 'abandon':
      return decideTimer(booking, { command, actor, context });
    default:
      return assertNever(command);
  }
}

/** The command in words, after "may never". */
function describe(command: BookingCommand): string {
  switch (command.kind) {
    case 'request':
      return 'request a booking for that rider';
    case 'assign':
      return 'assign a driver';
    case 'respond':
      return 'answer for a driver';
    case 'status':
      return `set a booking to ${command.status}`;
    case 'rate':
      return 'rate a trip';
    case 'expire':
    case 'abandon':
      return 'ring a timer';
    default:
      return assertNever(command);
  }
}
