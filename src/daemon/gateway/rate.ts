import type { ClientMessageType, WireId } from '../../protocol/index.ts';
import { CLIENT_MESSAGES } from '../../protocol/schemas/client-messages.ts';
import type { Parts } from './parts.ts';
import { rateOf } from './rate-of.ts';
import type { Session } from './session.ts';
import type { Rate } from './token-bucket.ts';

/** Messages over a rate that are refused before persistence closes the connection. */
const REFUSALS: Rate = { perSecond: 1, burst: 100 };
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
  const rate = rateOf(kind, session.user.role, parts.config);
  const bucket = session.buckets[kind];
  const nowMs = parts.wallClock.monotonic();
  if (bucket.take(rate, nowMs)) return true;
  parts.counters.drop('rate_limited');
  const message = `too many ${kind === 'free' ? 'message' : kind}s`;
  session.refuse(id, { code: 'rate_limited', message, retryAfterMs: bucket.waitMs(rate) });
  const isPersistent = !session.buckets.refusal.take(REFUSALS, nowMs);
  if (isPersistent) session.close('rate_limited', undefined, RETRY_AFTER_MS);
  return false;
}
