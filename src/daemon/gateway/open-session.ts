import { formatUser } from '../../protocol/index.ts';
import { openOffer } from '../bookings/open-offer.ts';
import type { StreamState } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';
import type { Identity } from '../tokens/token-service.ts';
import { tokenIdOf } from '../tokens/token-view.ts';
import { admit } from './admit.ts';
import { type AuthMessage, authenticate } from './authenticate.ts';
import { greet } from './authenticated.ts';
import type { Connection } from './connection.ts';
import { countBadToken } from './count-bad-token.ts';
import { makeRoom } from './make-room.ts';
import { newSession } from './new-session.ts';
import { openWatch } from './open-watch.ts';
import type { Parts } from './parts.ts';
import type { Session } from './session.ts';
import { snapshotFor } from './snapshot.ts';

/**
 * Opens a session, step by step: check the token → make room (takeover, sessions per user) → listen
 * to the user's stream → find the position in it → `authenticated` → `snapshot` → the stream.
 * Listening comes before reading, so nothing falls between the two.
 */
export async function openSession(
  parts: Parts,
  connection: Connection,
  message: AuthMessage,
): Promise<void> {
  const answer = await authenticate(parts.tokens, message, connection.peer);
  if (connection.isClosed) return;
  if (!answer.ok) {
    connection.refuse(message.id, countBadToken(parts, connection.peer, answer.refusal));
    const isRevoked = answer.refusal.code === 'token_revoked';
    connection.close(isRevoked ? 'token_revoked' : 'invalid_token');
    return;
  }
  noteOpening(parts, connection, answer.identity);
  const session = newSession(parts, connection, message, answer.identity);
  const { bookingId } = answer.identity;
  if (bookingId !== null) return openWatch(parts, connection, session, bookingId, message);
  const present = parts.registry.of(session.userName);
  if (!makeRoom(session, present, parts, message.id)) return;
  parts.registry.add(session);
  parts.delivery.attach(session);
  connection.onEnd = () => endSession(parts, session);
  const state = await parts.store.streamState(session.user);
  if (!connection.isClosed) await begin(parts, connection, session, message, state);
}

async function begin(
  parts: Parts,
  connection: Connection,
  session: Session,
  message: AuthMessage,
  state: StreamState,
): Promise<void> {
  const from = resumePosition(parts, session, message, state);
  const resumed = from !== null;
  if (resumed && from > state.ackedSeq) await acknowledge(parts, session, from);
  const hasSnapshot = !resumed && session.user.role !== 'admin';
  const snapshot = hasSnapshot ? [await snapshotFor(parts, session.user)] : [];
  const offer = resumed ? await openOffer(parts.store, session.user) : null;
  if (connection.isClosed) return;
  const start = from ?? Math.max(state.ackedSeq, state.resumableFrom);
  const { newestSeq } = state;
  const greeting = greet(parts, session, message.id, { from: start, newestSeq, resumed, offer });
  admit(connection, session, [...greeting, ...snapshot]);
  parts.delivery.start(session, start, newestSeq, resumed ? 0 : newestSeq);
}

/**
 * A disk that is full keeps nobody out: unacknowledged messages are only sent once more. Nor does
 * anybody wait for a database that is locked.
 */
async function acknowledge(
  { store, storage, limitedLog, underWay }: Parts,
  { user, userName }: Session,
  seq: number,
): Promise<void> {
  const written = store.acknowledgeAll([{ user, seq }]).catch((err: unknown) => {
    if (isOutage(err)) return;
    limitedLog.warn({ err, user: userName }, 'an acknowledgement was lost');
  });
  if (storage.outage === null) await written;
  else underWay.add(written);
}

/** Where the client may go on; null when it has to start from a snapshot. */
function resumePosition(
  { store, olderCopyAlarm }: Parts,
  { userName }: Session,
  { resume }: AuthMessage,
  state: StreamState,
): number | null {
  if (resume === undefined || resume.epoch !== store.epoch) return null;
  if (resume.seq > state.newestSeq) olderCopyAlarm(userName, resume.seq, state.newestSeq);
  const isKept = resume.seq >= state.resumableFrom && resume.seq <= state.newestSeq;
  return isKept ? resume.seq : null;
}

function noteOpening({ bus }: Parts, { peer }: Connection, { user, tokenHash }: Identity): void {
  const token = tokenHash === null ? null : tokenIdOf(tokenHash);
  const means = token === null ? 'on the socket of the operator' : `with the token ${token}`;
  const text = `${formatUser(user)} came in from ${peer.address} ${means}`;
  const fields = { address: peer.address, token_id: token };
  bus.publish('security', { kind: 'auth.opened', level: 'info', text, user, fields });
}

function endSession(parts: Parts, session: Session): void {
  parts.registry.remove(session);
  parts.delivery.detach(session);
  parts.rooms.leaveAll(session);
}
