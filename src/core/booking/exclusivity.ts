import type { BookingStatus, Refusal } from '../../protocol/index.ts';
import type { Actor } from './actor.ts';
import type { Booking } from './booking.ts';
import { conflict } from './refusal.ts';
import { HELD_STATUSES, OFFERED_STATUSES, OPEN_STATUSES } from './status.ts';

/**
 * What a user can have only one of. No decision about one booking can see the others, and a check
 * before a write can be overtaken; so these are unique indexes of the database, over the user and
 * the statuses named here. The store turns a violation into the refusal below.
 */
export const EXCLUSIVITY = {
  driver_busy: HELD_STATUSES,
  driver_has_offer: OFFERED_STATUSES,
  rider_has_booking: OPEN_STATUSES,
} as const satisfies Record<string, readonly BookingStatus[]>;

export type Exclusivity = keyof typeof EXCLUSIVITY;

const SENTENCES: Record<Exclusivity, string> = {
  driver_busy: 'The driver has another booking that is not over yet.',
  driver_has_offer: 'The driver has another assignment to answer first.',
  rider_has_booking: 'The rider has another booking that is not over yet.',
};

/** `booking` is the one that was to change (null: to be created), never the one in its way. */
export function exclusivityConflict(
  kind: Exclusivity,
  booking: Booking | null,
  actor: Actor,
): Refusal {
  const sentence = SENTENCES[kind];
  return booking === null
    ? { code: 'conflict', message: sentence, details: { reason: kind } }
    : conflict(booking, actor, kind, sentence);
}
