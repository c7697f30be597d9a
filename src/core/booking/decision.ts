import type { Point, Refusal } from '../../protocol/index.ts';
import type { Actor } from './actor.ts';
import type { Rating } from './booking.ts';
import type { BookingCommand } from './command.ts';
import type { BookingPolicy } from './policy.ts';
import type { Transition } from './transition.ts';

/** What the rules may look at beside the booking: the time and what the operator configured. */
export interface DecideContext extends BookingPolicy {
  /** Unix ms. */
  readonly now: number;
  /** Where the driver was last seen whom the command names, or else who has the booking. */
  readonly position?: Point | undefined;
}

/** A command, by whom and in which circumstances: what there is to decide. */
export interface Question<Command extends BookingCommand = BookingCommand> {
  readonly command: Command;
  readonly actor: Actor;
  readonly context: DecideContext;
}

/** No transition and no rating: a repeat, or a timer that no longer matters. */
export type Decision =
  | { readonly ok: true; readonly transitions: readonly Transition[]; readonly rated?: Rating }
  | { readonly ok: false; readonly refusal: Refusal };

export const CHANGES_NOTHING: Decision = { ok: true, transitions: [] };

export function accept(...transitions: readonly Transition[]): Decision {
  return { ok: true, transitions };
}

export function refuse(refusal: Refusal): Decision {
  return { ok: false, refusal };
}
