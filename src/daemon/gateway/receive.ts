import {
  type AnyClientMessage,
  type ClientMessageType,
  type Refusal,
  ROLES,
} from '../../protocol/index.ts';
import { CLIENT_MESSAGES } from '../../protocol/schemas/client-messages.ts';
import type { Handler } from '../handlers/handler.ts';
import { HANDLERS } from '../handlers/index.ts';
import type { Parts } from './parts.ts';
import { isWithinRate } from './rate.ts';
import type { Session } from './session.ts';

/** A booking's own token may do nothing else. */
const WATCHER_TYPES: ReadonlySet<ClientMessageType> = new Set(['auth', 'ping', 'pong']);

/** Takes a message of an open session through its checks to its handler. */
export function handle(
  parts: Parts,
  session: Session,
  message: Exclude<AnyClientMessage, { type: 'auth' }>,
): void {
  // What is not allowed counts, too: being refused is no way around the rates.
  if (!isWithinRate(parts, session, message.type, message.id)) return;
  const refusal = checkRight(session, message.type);
  if (refusal !== null) {
    session.refuse(message.id, refusal);
    return;
  }
  try {
    const handler = HANDLERS[message.type] as Handler<typeof message.type>;
    const running = handler(parts, session, message);
    if (running === undefined) return;
    const answered = running.catch((error: unknown) => fail(parts, session, message, error));
    parts.underWay.add(session.awaits(answered));
  } catch (error) {
    fail(parts, session, message, error);
  }
}

function checkRight(session: Session, type: ClientMessageType): Refusal | null {
  if (session.identity.bookingId !== null && !WATCHER_TYPES.has(type)) {
    return { code: 'not_allowed', message: 'this token only shows its booking' };
  }
  const roles: readonly string[] = CLIENT_MESSAGES[type].roles;
  if (roles.includes(session.user.role)) return null;
  const who = roles.length === ROLES.length ? 'everybody' : roles.join(' or ');
  return { code: 'not_allowed', message: `${type} is for ${who}` };
}

/** A fault in one handler costs that message, never the daemon. */
function fail(parts: Parts, session: Session, message: AnyClientMessage, error: unknown): void {
  const log = parts.log.child({ user: session.userName, type: message.type });
  parts.faults.answer(session, message.id, error, log);
}
