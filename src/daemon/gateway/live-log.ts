import type { Clock } from '../../clock/index.ts';
import { type EventView, formatUser, toWireId } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { CommittedStep } from '../store/store.ts';
import { tokenIdOf } from '../tokens/token-view.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** What comes in swarms is shown so often, and then how much of it was left out. */
const LINES: Rate = { perSecond: 10, burst: 50 };

type Line = Omit<EventView, 'at'>;

/** Turns what happens into lines of the live log, for the `events` room. */
export function liveLog(bus: Bus, clock: Clock, wallClock: Clock): () => void {
  const publish = (line: Line) => bus.publish('event', { at: clock.now(), ...line });
  const limited = () => limitLines(publish, wallClock);
  const presence = limited();
  const failures = limited();
  const kicks = limited();
  const revocations = limited();
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
    bus.subscribe('auth_failed', ({ address, isLockedOut }) => {
      const what = isLockedOut ? 'too many bad tokens' : 'a bad token';
      failures({ kind: 'auth.failed', level: 'warn', text: `${what} from ${address}` });
    }),
    bus.subscribe('kicked', ({ user, reason }) => {
      const text = `${formatUser(user)} was disconnected (${reason})`;
      kicks({ kind: 'connection.kicked', level: 'warn', text, user: formatUser(user) });
    }),
    bus.subscribe('revoked', ({ hashes }) => {
      const [first = ''] = hashes;
      const more = hashes.length > 1 ? ` and ${hashes.length - 1} more` : '';
      const text = `token ${tokenIdOf(first)}${more} revoked`;
      revocations({ kind: 'token.revoked', level: 'warn', text });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Leaves out what is too much, and says so with the next line. */
function limitLines(publish: (line: Line) => void, clock: Clock): (line: Line) => void {
  const bucket = new TokenBucket(clock.monotonic());
  let omitted = 0;
  return (line) => {
    if (!bucket.take(LINES, clock.monotonic())) {
      omitted += 1;
      return;
    }
    const note = omitted === 0 ? '' : `; ${omitted} more before`;
    omitted = 0;
    publish({ ...line, text: `${line.text}${note}` });
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
    booking_id: toWireId(booking.bookingId),
  };
}
