import type { BookingStatus, Refusal } from '../../protocol/index.ts';
import type { Actor, ActorRole } from './actor.ts';
import type { Booking } from './booking.ts';
import { legalNext } from './edges.ts';

/** The same words for a booking that is missing and for one that is not the actor's to see. */
export function notFound(bookingId: string): Refusal {
  return { code: 'not_found', message: `There is no booking ${bookingId}.` };
}

/** `missing` names the wire's fields without which the booking could not be created. */
export function notDescribed(bookingId: string, missing: readonly string[]): Refusal {
  return {
    code: 'not_found',
    message: `There is no booking ${bookingId}; to create it, add ${missing.join(', ')}.`,
    details: { missing },
  };
}

/** Says nothing about the booking: the role may never do this, whatever the booking is. */
export function notAllowed(role: ActorRole, step: string): Refusal {
  return { code: 'not_allowed', message: `The role ${role} may never ${step}.` };
}

/** `hint` is a sentence about how the step is asked for, where it is asked for otherwise. */
export function illegalTransition(booking: Booking, actor: Actor, hint?: string): Refusal {
  const details = standing(booking, actor);
  const remedy = hint ?? describeNext(details.next);
  return {
    code: 'illegal_transition',
    message: `Booking ${booking.bookingId} is ${booking.status}; ${remedy}.`,
    details,
  };
}

/** `reason` is for programs, `sentence` for people. */
export function conflict(
  booking: Booking,
  actor: Actor,
  reason: string,
  sentence: string,
): Refusal {
  return {
    code: 'conflict',
    message: sentence,
    details: { reason, ...standing(booking, actor) },
  };
}

type Standing = { readonly status: BookingStatus; readonly next: readonly BookingStatus[] };

function standing(booking: Booking, actor: Actor): Standing {
  return { status: booking.status, next: legalNext(booking.status, actor.role) };
}

function describeNext(next: readonly BookingStatus[]): string {
  if (next.length === 0) return 'there is no next step for you';
  return next.length === 1
    ? `the next step is ${next[0]}`
    : `the next step is one of ${next.join(', ')}`;
}
