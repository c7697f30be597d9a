import { decodeClientMessage } from '../../protocol/decode.ts';
import type { AnyClientMessage, ClientMessageOf, Refusal, WireId } from '../../protocol/index.ts';
import type { DropReason } from '../stats/drop-reason.ts';
import type { Backlog, Connection } from './connection.ts';
import { openSession } from './open-session.ts';
import type { Parts } from './parts.ts';
import { keepalivesOf } from './rate-of.ts';
import { handle } from './receive.ts';
import { refreshSession } from './refresh-session.ts';
import { SlidingWindow } from './sliding-window.ts';
import type { SocketEvents } from './socket.ts';
import { TokenBucket } from './token-bucket.ts';

/** What each frame of a backlog costs beside its letters, so that empty ones are not free. */
const BACKLOG_FRAME_BYTES = 64;
/** A daemon that is slow to check tokens is soon quicker. */
const RETRY_AFTER_MS = 2_000;
/** For whoever sends too many Pings. */
const FLOOD_RETRY_AFTER_MS = 10_000;

/** Close codes of RFC 6455 §7.4.1 by which a transport ends what is over a bound. */
const VIOLATIONS: Readonly<Record<number, DropReason>> = {
  1008: 'too_many_fragments',
  1009: 'payload_too_large',
};

/** What comes in from one socket, taken to where it belongs. */
export class Inbox implements SocketEvents {
  private readonly parts: Parts;
  private readonly connection: Connection;
  private readonly protocolErrors = new SlidingWindow();
  private readonly controlFrames: TokenBucket;
  private readonly onClosed: () => void;

  constructor(parts: Parts, connection: Connection, onClosed: () => void) {
    this.parts = parts;
    this.connection = connection;
    this.controlFrames = new TokenBucket(parts.wallClock.monotonic());
    this.onClosed = onClosed;
  }

  message(text: string): void {
    const { connection, parts } = this;
    const { state } = connection;
    if (state.kind === 'closed') return;
    const bytes = Buffer.byteLength(text);
    parts.counters.messagesIn += 1;
    parts.counters.bytesIn += bytes;
    connection.messagesIn += 1;
    this.heard();
    if (bytes > parts.config.limits.payloadBytesMax) this.refuseSize(text);
    else if (state.kind === 'authenticating') this.keep(state.backlog, text, bytes);
    else this.read(text);
  }

  binary(): void {
    this.heard();
    const message = 'frames are JSON text; binary frames are not part of the protocol';
    this.malformed(undefined, { code: 'unsupported_frame', message });
  }

  ping(): void {
    this.heard();
    this.countControlFrame();
  }

  /** The Pong of a numbered Ping is how a client without `acks` acknowledges. */
  pong(payload: string): void {
    this.heard();
    this.countControlFrame();
    const { state } = this.connection;
    if (state.kind !== 'open') return;
    const { session } = state;
    const seq = session.pongFor(payload);
    if (seq === null || session.acks || session.identity.bookingId !== null) return;
    this.parts.delivery.acknowledge(session, seq);
  }

  violated(code: number): void {
    this.parts.counters.drop(VIOLATIONS[code] ?? 'protocol_violation');
  }

  closed(): void {
    this.connection.gone();
    this.onClosed();
  }

  private heard(): void {
    this.connection.lastHeardMs = this.parts.wallClock.monotonic();
  }

  private countControlFrame(): void {
    const { connection, parts } = this;
    if (connection.peer.operator || !parts.config.rateLimits) return;
    if (this.controlFrames.take(keepalivesOf(parts.config.limits), connection.lastHeardMs)) return;
    parts.counters.drop('rate_limited');
    connection.close('rate_limited', undefined, FLOOD_RETRY_AFTER_MS);
  }

  private keep(backlog: Backlog, text: string, bytes: number): void {
    backlog.texts.push(text);
    backlog.bytes += bytes + BACKLOG_FRAME_BYTES;
    if (backlog.bytes <= this.parts.config.limits.backlogBytesMax) return;
    this.parts.counters.drop('backlog');
    this.connection.close('overloaded', 'too much was sent before `authenticated`', RETRY_AFTER_MS);
  }

  private read(text: string): void {
    const decoded = decodeClientMessage(text);
    if (decoded.ok) this.take(decoded.message);
    else this.malformed(decoded.id, decoded.refusal);
  }

  private take(message: AnyClientMessage): void {
    const { connection, parts } = this;
    const { state } = connection;
    if (message.type !== 'ping' && message.type !== 'pong') {
      connection.lastMessageMs = connection.lastHeardMs;
    }
    if (state.kind !== 'open') this.takeFromStranger(message);
    else if (message.type !== 'auth') handle(parts, state.session, message);
    else this.run(refreshSession(parts, connection, state.session, message));
  }

  private takeFromStranger(message: AnyClientMessage): void {
    const { type, id } = message;
    if (type === 'auth') {
      this.authenticate(message);
    } else if (type === 'ping' || type === 'pong') {
      this.countControlFrame();
      if (type === 'ping') {
        this.connection.beat({ type: 'pong', server_time: this.parts.clock.now() });
      }
      if (id !== undefined) this.connection.send({ type: 'ack', id });
    } else {
      this.malformed(id, { code: 'not_authenticated', message: 'the first message is `auth`' });
    }
  }

  private authenticate(message: ClientMessageOf<'auth'>): void {
    const backlog: Backlog = { texts: [], bytes: 0 };
    this.connection.state = { kind: 'authenticating', backlog };
    const opening = openSession(this.parts, this.connection, message).then(() => {
      for (const text of backlog.texts) if (!this.connection.isClosed) this.read(text);
    });
    this.run(opening);
  }

  /** Opening needs the store; when that fails the client comes back later. */
  private run(opening: Promise<void>): void {
    const opened = opening.catch((error: unknown) => {
      this.parts.limitedLog.error({ err: error }, 'a session could not be opened');
      this.connection.close('resync', 'the daemon could not open the session');
    });
    this.parts.underWay.add(opened);
  }

  private malformed(id: WireId | undefined, refusal: Refusal): void {
    this.parts.counters.drop('malformed');
    this.connection.refuse(id, refusal);
    const { protocolErrorsMax, protocolErrorsWindowMs } = this.parts.config.limits;
    const forgiven = { count: protocolErrorsMax - 1, windowMs: protocolErrorsWindowMs };
    if (this.protocolErrors.take(forgiven, this.parts.wallClock.monotonic())) return;
    this.parts.counters.drop('protocol_violation');
    this.connection.close('protocol_violation');
  }

  /** Its `id` is looked for nevertheless, so that the client knows what not to send again. */
  private refuseSize(text: string): void {
    this.parts.counters.drop('payload_too_large');
    const decoded = decodeClientMessage(text);
    const id = decoded.ok ? decoded.message.id : decoded.id;
    const { payloadBytesMax } = this.parts.config.limits;
    const message = `a frame holds at most ${payloadBytesMax} bytes`;
    this.connection.refuse(id, { code: 'payload_too_large', message });
    this.connection.close('payload_too_large');
  }
}
