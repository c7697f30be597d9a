import type { Clock } from '../../clock/index.ts';
import { type EventView, formatUser, toWireId } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import { limitLines } from '../security/limit-lines.ts';
import type { CommittedStep } from '../store/store.ts';

type Line = Omit<EventView, 'at'>;

/** Turns what happens into lines of the live log, for the `events` room. */
export function liveLog(bus: Bus, clock: Clock, wallClock: Clock): () => void {
  const publish = (line: Line) => bus.publish('event', { at: clock.now(), ...line });
  const presence = limitLines(publish, wallClock);
  const stops = [
    bus.subscribe('step', (step) => bus.publish('event', stepLine(step))),
    bus.subscribe('rated', ({ bookingId, by, rating }) => {
      const user = `${by.role}:${by.userId}`;
      const text = `booking ${bookingId} rated ${rating} by ${user}`;
      const booking_id = toWireId(bookingId);
      publish({ kind: 'booking.rated', level: 'info', text, user, booking_id });
    }),
    bus.subscribe('presence', ({ user: { role, userId }, online }) => {
      const user = formatUser({ role, userId });
      const state = online ? 'online' : 'offline';
      presence({ kind: `presence.${state}`, level: 'info', text: `${user} is ${state}`, user });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function stepLine({ transition, booking }: CommittedStep): EventView {
  const { to, by, actorId, driverId, reason } = transition;
  const who = by === 'system' ? 'system' : `${by}:${actorId}`;
  const driver = to === 'assigned' && driverId !== null ? ` to driver:${driverId}` : '';
  const why = reason === null || reason === '' ? '' : ` (${reason})`;
  return {
    at: transition.at,
    kind: `booking.${to}`,
    level: to === 'declined' || to === 'cancelled' ? 'warn' : 'info',
    text: `booking ${booking.bookingId} ${to}${driver} by ${who}${why}`,
    ...(by !== 'system' && { user: who }),
    // What an administrator ends is theirs to answer for.
    ...(by === 'admin' && to === 'cancelled' && { security: true }),
    booking_id: toWireId(booking.bookingId),
  };
}
