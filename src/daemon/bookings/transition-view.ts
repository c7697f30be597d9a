import type { Transition } from '../../core/index.ts';
import { type TransitionView, toWireId } from '../../protocol/index.ts';
import { knownFields } from './wire-fields.ts';

/** One row of a booking's log. The system has a role but no id. */
export function transitionView(transition: Transition): TransitionView {
  const { bookingId, version, round, from, to, by, actorId, driverId, at } = transition;
  return {
    ...knownFields({
      booking_id: toWireId(bookingId),
      version,
      round,
      to,
      by,
      by_id: by === 'system' ? null : toWireId(actorId),
      driver_id: driverId === null ? null : toWireId(driverId),
      at,
      reason: transition.reason,
      message: transition.message,
      position: transition.position,
    }),
    from,
  };
}
