import type { Clock } from '../../clock/index.ts';
import { formatUser, toWireId } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { CommittedStep } from '../store/store.ts';

/** Turns what happens into lines of the live log, for the `events` room. */
export function liveLog(bus: Bus, clock: Clock): () => void {
  const stops = [
    bus.subscribe('step', (step) => bus.publish('event', stepLine(step))),
    bus.subscribe('presence', ({ user, online }) => {
      const who = formatUser(user);
      bus.publish('event', {
        at: clock.now(),
        kind: online ? 'presence.online' : 'presence.offline',
        level: 'info',
        text: `${who} is ${online ? 'online' : 'offline'}`,
        user: who,
      });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function stepLine({ transition, booking }: CommittedStep) {
  const { to, by, actorId, driverId, reason } = transition;
  const who = by === 'system' ? 'system' : `${by}:${actorId}`;
  const driver = to === 'assigned' && driverId !== null ? ` to driver:${driverId}` : '';
  const why = reason === null || reason === '' ? '' : ` (${reason})`;
  return {
    at: transition.at,
    kind: `booking.${to}`,
    level: to === 'declined' || to === 'cancelled' ? ('warn' as const) : ('info' as const),
    text: `booking ${booking.bookingId} ${to}${driver} by ${who}${why}`,
    ...(by !== 'system' && { user: who }),
    booking_id: toWireId(booking.bookingId),
  };
}
