import type { ClientMessageType, WireId } from '../../protocol/index.ts';
import { CLIENT_MESSAGES } from '../../protocol/schemas/client-messages.ts';
import type { Parts } from './parts.ts';
import { overrunMs, refusalsOf } from './rate-of.ts';
import type { Session } from './session.ts';

/** For clients that went on although they were refused. */
const RETRY_AFTER_MS = 10_000;

/**
 * Counts a message against its rate. False: it was one too many, and was refused with the time to
 * wait; whoever goes on nevertheless is closed.
 */
export function isWithinRate(
  parts: Parts,
  session: Session,
  type: ClientMessageType,
  id: WireId | undefined,
): boolean {
  const { rate: kind } = CLIENT_MESSAGES[type];
  if (session.isOperator || !parts.config.rateLimits) return true;
  const nowMs = parts.wallClock.monotonic();
  const waitMs = overrunMs(session, kind, parts.config, nowMs);
  if (waitMs === null) return true;
  parts.counters.drop('rate_limited');
  const message = `too many ${kind === 'free' ? 'message' : kind}s`;
  session.refuse(id, { code: 'rate_limited', message, retryAfterMs: waitMs });
  const isPersistent = !session.meters.refusal.take(refusalsOf(parts.config.limits), nowMs);
  if (isPersistent) session.close('rate_limited', undefined, RETRY_AFTER_MS);
  return false;
}
