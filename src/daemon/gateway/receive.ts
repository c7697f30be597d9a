import { randomBytes } from 'node:crypto';
import { decodeClientMessage } from '../../protocol/decode.ts';
import {
  type AnyClientMessage,
  type ClientMessageType,
  type Refusal,
  ROLES,
} from '../../protocol/index.ts';
import { CLIENT_MESSAGES } from '../../protocol/schemas/client-messages.ts';
import type { Handler } from '../handlers/handler.ts';
import { HANDLERS } from '../handlers/index.ts';
import type { LiveSession } from './live-session.ts';
import type { Parts } from './parts.ts';
import type { TokenBucket } from './token-bucket.ts';

/** A booking's own token may do nothing else. */
const WATCHER_TYPES: ReadonlySet<ClientMessageType> = new Set(['auth', 'ping', 'pong']);
/** Refusals for rate that are forgiven before the connection is closed; one is forgotten a second. */
const RATE_REFUSALS_MAX = 100;

/** Decodes a frame. Null: it was malformed, which `onMalformed` has answered. */
export function decode(
  text: string,
  onMalformed: (id: AnyClientMessage['id'], refusal: Refusal) => void,
): AnyClientMessage | null {
  const decoded = decodeClientMessage(text);
  if (decoded.ok) return decoded.message;
  onMalformed(decoded.id, decoded.refusal);
  return null;
}

/** Takes a message of an open session through its checks to its handler. */
export function handle(
  parts: Parts,
  session: LiveSession,
  message: Exclude<AnyClientMessage, { type: 'auth' }>,
): void {
  const refusal = check(parts, session, message.type);
  if (refusal !== null) {
    session.refuse(message.id, refusal);
    return;
  }
  try {
    const handler = HANDLERS[message.type] as Handler<typeof message.type>;
    const running = handler(parts, session, message);
    running?.catch((error: unknown) => fail(parts, session, message, error));
  } catch (error) {
    fail(parts, session, message, error);
  }
}

function check(parts: Parts, session: LiveSession, type: ClientMessageType): Refusal | null {
  const { roles, rate } = CLIENT_MESSAGES[type];
  if (session.identity.bookingId !== null && !WATCHER_TYPES.has(type)) {
    return { code: 'not_allowed', message: 'this token only shows its booking' };
  }
  if (!(roles as readonly string[]).includes(session.user.role)) {
    const who = roles.length === ROLES.length ? 'everybody' : roles.join(' or ');
    return { code: 'not_allowed', message: `${type} is for ${who}` };
  }
  if (rate === 'free' || session.isOperator || !parts.config.rateLimits) return null;
  const bucket = rate === 'command' ? session.commandBucket : session.positionBucket;
  return takeFrom(parts, session, bucket, rate);
}

/** One message too many is refused, with when to come back; many too many end the connection. */
function takeFrom(
  parts: Parts,
  session: LiveSession,
  bucket: TokenBucket,
  rate: string,
): Refusal | null {
  if (bucket.take(parts.wallClock.monotonic())) return null;
  parts.counters.drop('rate_limited');
  session.refusedForRate += 1;
  if (session.refusedForRate > RATE_REFUSALS_MAX) session.close('rate_limited');
  return { code: 'rate_limited', message: `too many ${rate}s`, retryAfterMs: bucket.waitMs };
}

/** A fault in one handler costs that message, never the daemon. */
function fail(parts: Parts, session: LiveSession, message: AnyClientMessage, error: unknown): void {
  const reference = randomBytes(4).toString('hex');
  const { type } = message;
  parts.log.error({ err: error, user: session.userName, type, reference }, 'a handler failed');
  const text = `a fault of the daemon; its log has it under ${reference}`;
  session.refuse(message.id, { code: 'internal', message: text, details: { reference } });
}
