import type { Limits } from '../config/config.ts';
import type { LiveSession } from './live-session.ts';
import type { Session } from './session.ts';

/** A closed tab or a lost phone makes room as soon as its heartbeat fails. */
const RETRY_AFTER_MS = 30_000;

/**
 * One device has one session: the newest. A user has so many sessions and no more. False: there was
 * no room, and the session was closed instead.
 */
export function makeRoom(
  session: LiveSession,
  present: Iterable<Session>,
  { sessionsPerUserMax }: Pick<Limits, 'sessionsPerUserMax'>,
): boolean {
  const others = [...present];
  const twins = others.filter((other) => isTwin(session, other));
  if (twins.some((twin) => isOvertaken(session, twin))) {
    session.close('replaced', 'a later connection of this device is already open');
    return false;
  }
  for (const twin of twins) twin.close('replaced');
  if (others.length - twins.length < sessionsPerUserMax) return true;
  session.close('overloaded', 'too many sessions of this user', RETRY_AFTER_MS);
  return false;
}

/** Whoever watches one booking has no device: nobody is replaced there. */
function isTwin(session: Session, other: Session): boolean {
  return session.device !== null && other.device === session.device;
}

/** Connections of a phone may arrive in another order than it made them. */
function isOvertaken(session: Session, twin: Session): boolean {
  return session.attempt !== null && twin.attempt !== null && twin.attempt > session.attempt;
}
