import { type AuthMessage, authenticate } from './authenticate.ts';
import { greet } from './authenticated.ts';
import type { Connection } from './connection.ts';
import { countBadToken } from './count-bad-token.ts';
import type { Parts } from './parts.ts';
import { isWithinRate } from './rate.ts';
import type { Session } from './session.ts';

/** A new token for a session that is already open: `authenticated` again, and no snapshot. */
export async function refreshSession(
  parts: Parts,
  connection: Connection,
  session: Session,
  message: AuthMessage,
): Promise<void> {
  // Before anything is looked up, so that nobody can try tokens without end.
  if (!isWithinRate(parts, session, 'auth', message.id)) return;
  try {
    await refresh(parts, connection, session, message);
  } catch (error) {
    // The token in use is as good as it was.
    parts.faults.answer(session, message.id, error, parts.log);
  }
}

async function refresh(
  parts: Parts,
  connection: Connection,
  session: Session,
  message: AuthMessage,
): Promise<void> {
  const answer = await authenticate(parts.tokens, message, connection.peer);
  if (connection.isClosed) return;
  if (!answer.ok) {
    session.refuse(message.id, countBadToken(parts, connection.peer, answer.refusal));
    return;
  }
  const { user, bookingId } = answer.identity;
  const isSame = user.role === session.user.role && user.userId === session.user.userId;
  if (!isSame || bookingId !== session.identity.bookingId) {
    const text = `this session is ${session.userName}'s; connect again for another user`;
    session.refuse(message.id, { code: 'not_allowed', message: text });
    return;
  }
  session.identity = answer.identity;
  const position = parts.delivery.position(session);
  const from = position?.writtenSeq ?? 0;
  const newestSeq = position?.newestSeq ?? 0;
  for (const each of greet(parts, session, message.id, { from, newestSeq, resumed: true })) {
    session.send(each);
  }
}
