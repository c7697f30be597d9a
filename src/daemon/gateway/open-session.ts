import { randomUUID } from 'node:crypto';
import { isFinal } from '../../core/index.ts';
import type { Refusal } from '../../protocol/index.ts';
import type { StreamState } from '../store/store.ts';
import type { Identity } from '../tokens/token-service.ts';
import { type AuthMessage, authenticate } from './authenticate.ts';
import { authenticated } from './authenticated.ts';
import type { Connection } from './connection.ts';
import { LiveSession } from './live-session.ts';
import type { Parts } from './parts.ts';
import { snapshotFor, snapshotOf } from './snapshot.ts';
import { TokenBucket } from './token-bucket.ts';

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
    rejectToken(parts, connection, message, answer.refusal);
    return;
  }
  const session = newSession(parts, connection, message, answer.identity);
  if (answer.identity.bookingId !== null) {
    await openWatch(parts, connection, session, answer.identity.bookingId, message);
    return;
  }
  if (!makeRoom(parts, connection, session)) return;
  parts.registry.add(session);
  parts.delivery.attach(session);
  connection.onEnd = () => endSession(parts, session);
  const state = await parts.store.streamState(session.user);
  if (connection.isClosed) return;
  await begin(parts, connection, session, message, state);
}

function rejectToken(
  parts: Parts,
  connection: Connection,
  message: AuthMessage,
  refusal: Refusal,
): void {
  const { address } = connection.peer;
  const lockedMs = parts.authFailures.record(address, parts.wallClock.monotonic());
  const shown: Refusal =
    lockedMs > 0
      ? { code: 'locked_out', message: 'too many bad tokens', retryAfterMs: Math.ceil(lockedMs) }
      : refusal;
  parts.counters.drop('auth_failed');
  if (lockedMs <= 0) parts.log.warn({ address, code: refusal.code }, 'authentication failed');
  connection.refuse(message.id, shown);
  connection.close(refusal.code === 'token_revoked' ? 'token_revoked' : 'invalid_token');
}

function newSession(
  parts: Parts,
  connection: Connection,
  message: AuthMessage,
  identity: Identity,
): LiveSession {
  const { limits } = parts.config;
  const nowMs = parts.wallClock.monotonic();
  const perMinute =
    identity.user.role === 'admin' ? limits.adminCommandsPerMinute : limits.commandsPerMinute;
  const { client } = message;
  return new LiveSession(connection, {
    id: randomUUID(),
    identity,
    device: message.device ?? null,
    attempt: message.attempt ?? 0,
    acks: message.acks === true,
    client: client === undefined ? null : [client.name, client.version].join(' ').trim(),
    commandBucket: new TokenBucket(perMinute / 60, perMinute, nowMs),
    // Reporting intervals shrink with a scaled clock, so the rate they may come at grows with it.
    positionBucket: new TokenBucket(
      limits.positionsPerSecond * parts.config.speedup,
      limits.positionsBurst * parts.config.speedup,
      nowMs,
    ),
  });
}

/** One device has one session: the newest. False: this connection was closed instead. */
function makeRoom(parts: Parts, connection: Connection, session: LiveSession): boolean {
  const others = [...parts.registry.of(session.userName)];
  const twins = others.filter(
    (other) => session.device !== null && other.device === session.device,
  );
  if (twins.some((twin) => twin.attempt > session.attempt)) {
    connection.close('replaced', 'a later connection of this device is already open');
    return false;
  }
  for (const twin of twins) twin.close('replaced');
  if (others.length - twins.length >= parts.config.limits.sessionsPerUserMax) {
    connection.close('overloaded', 'too many sessions of this user');
    return false;
  }
  return true;
}

async function begin(
  parts: Parts,
  connection: Connection,
  session: LiveSession,
  message: AuthMessage,
  state: StreamState,
): Promise<void> {
  const from = resumePosition(parts, message, state);
  const resumed = from !== null;
  if (resumed) await parts.store.acknowledge(session.user, from);
  const snapshot =
    resumed || session.user.role === 'admin' ? null : await snapshotFor(parts, session.user);
  if (connection.isClosed) return;
  const start = from ?? Math.max(state.ackedSeq, state.resumableFrom);
  session.send(authenticated(parts, session, start, state.newestSeq, resumed));
  session.ack(message.id);
  if (snapshot !== null) session.send(snapshot);
  parts.delivery.start(session, start, state.newestSeq, resumed ? 0 : state.newestSeq);
  openWith(connection, session);
}

/** Where the client may go on; null when it has to start from a snapshot. */
function resumePosition(parts: Parts, message: AuthMessage, state: StreamState): number | null {
  const { resume } = message;
  if (resume === undefined || resume.epoch !== parts.store.epoch) return null;
  const isKept = resume.seq >= state.resumableFrom && resume.seq <= state.newestSeq;
  return isKept ? resume.seq : null;
}

async function openWatch(
  parts: Parts,
  connection: Connection,
  session: LiveSession,
  bookingId: string,
  message: AuthMessage,
): Promise<void> {
  parts.watchers.add(session, bookingId);
  connection.onEnd = () => parts.watchers.remove(session);
  const booking = await parts.store.booking(bookingId);
  const snapshot = await snapshotOf(parts, booking === null ? [] : [booking]);
  if (connection.isClosed) return;
  session.send(authenticated(parts, session, 0, 0, false));
  session.ack(message.id);
  session.send(snapshot);
  openWith(connection, session);
  if (booking !== null && isFinal(booking.status)) {
    session.close('not_allowed', 'the booking has ended');
  }
}

function openWith(connection: Connection, session: LiveSession): void {
  connection.state = { kind: 'open', session };
}

function endSession(parts: Parts, session: LiveSession): void {
  parts.registry.remove(session);
  parts.delivery.detach(session);
  parts.rooms.leaveAll(session);
}
