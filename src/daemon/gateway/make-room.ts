import type { Refusal, WireId } from '../../protocol/index.ts';
import type { Parts } from './parts.ts';
import type { Session } from './session.ts';

/** A closed tab or a lost phone makes room as soon as its heartbeat fails. */
const RETRY_AFTER_MS = 30_000;

/**
 * One device has one session: the newest. A user has so many sessions and no more. False: there was
 * no room; the `auth` was refused, and the session was closed instead.
 */
export function makeRoom(
  session: Session,
  present: Iterable<Session>,
  { config, counters }: Pick<Parts, 'config' | 'counters'>,
  id: WireId | undefined,
): boolean {
  const others = [...present];
  const twins = others.filter((other) => isTwin(session, other));
  if (twins.some((twin) => isOvertaken(session, twin))) {
    const message = 'a later connection of this device is already open';
    answer(session, id, { code: 'conflict', message });
    session.close('replaced', message);
    return false;
  }
  for (const twin of twins) twin.close('replaced');
  if (others.length - twins.length < config.limits.sessionsPerUserMax) return true;
  counters.drop('too_many_sessions');
  const message = 'too many sessions of this user';
  answer(session, id, { code: 'overloaded', message, retryAfterMs: RETRY_AFTER_MS });
  session.close('overloaded', message, RETRY_AFTER_MS);
  return false;
}

/** Who asked with an `id` waits for its answer; to all others the goodbye says enough. */
function answer(session: Session, id: WireId | undefined, refusal: Refusal): void {
  if (id !== undefined) session.refuse(id, refusal);
}

/** Whoever watches one booking has no device: nobody is replaced there. */
function isTwin(session: Session, other: Session): boolean {
  return session.device !== null && other.device === session.device;
}

/** Connections of a phone may arrive in another order than it made them. */
function isOvertaken(session: Session, twin: Session): boolean {
  return session.attempt !== null && twin.attempt !== null && twin.attempt > session.attempt;
}
