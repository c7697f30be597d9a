import type { Timer } from '../../clock/index.ts';
import type { AnyClientMessage, Refusal } from '../../protocol/index.ts';
import { Connection } from './connection.ts';
import { ErrorBudget } from './error-budget.ts';
import { Heartbeat } from './heartbeat.ts';
import { openSession } from './open-session.ts';
import type { Parts } from './parts.ts';
import { decode, handle } from './receive.ts';
import { refreshSession } from './refresh-session.ts';
import type { Peer, Socket, SocketEvents } from './socket.ts';

/** How often deadlines, slow sockets and owed Pings are looked at. */
const TICK_MS = 250;
/** Frames that may wait while the token is being checked. */
const WAITING_FRAMES_MAX = 64;
/** A drained connection costs so long, so that a few do not wait for the whole window. */
const CLOSE_SPACING_MS = 2;

/**
 * Accepts sockets, whatever carries them: authenticates, keeps alive, and takes each message to its
 * handler. Knows nothing of HTTP or of the `ws` library.
 */
export class Gateway {
  private readonly parts: Parts;
  private readonly connections = new Set<Connection>();
  private readonly heartbeat: Heartbeat;
  private readonly timer: Timer;
  private isDraining = false;
  private onEmpty: (() => void) | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    this.heartbeat = new Heartbeat(parts);
    this.timer = parts.wallClock.every(TICK_MS, () => this.tick());
  }

  get size(): number {
    return this.connections.size;
  }

  /** A socket was opened; the answer is what it has to report. */
  opened(socket: Socket, peer: Peer): SocketEvents {
    const { config, wallClock, counters } = this.parts;
    const connection = new Connection({
      socket,
      peer,
      limits: config.limits,
      clock: wallClock,
      counters,
    });
    const budget = new ErrorBudget(config.limits);
    this.connections.add(connection);
    this.heartbeat.add(connection);
    if (this.connections.size > config.limits.connectionsMax) connection.close('overloaded');
    if (this.isDraining) connection.close('shutdown');
    return {
      message: (text) => this.hear(connection, budget, text),
      binary: () => {
        const message = 'frames are JSON text; binary frames are not part of the protocol';
        this.malformed(connection, budget, undefined, { code: 'unsupported_frame', message });
      },
      pong: (payload) => this.pong(connection, payload),
      closed: () => {
        connection.gone();
        this.connections.delete(connection);
        this.heartbeat.remove(connection);
        if (this.connections.size === 0) this.onEmpty?.();
      },
    };
  }

  private hear(connection: Connection, budget: ErrorBudget, text: string): void {
    const { counters, wallClock } = this.parts;
    const { state } = connection;
    if (state.kind === 'closed') return;
    counters.messagesIn += 1;
    counters.bytesIn += text.length;
    connection.messagesIn += 1;
    connection.lastHeardMs = wallClock.monotonic();
    if (state.kind === 'authenticating') {
      state.waiting.push(text);
      if (state.waiting.length > WAITING_FRAMES_MAX) connection.close('protocol_violation');
      return;
    }
    const message = decode(text, (id, refusal) => this.malformed(connection, budget, id, refusal));
    if (message !== null) this.take(connection, budget, message);
  }

  private take(connection: Connection, budget: ErrorBudget, message: AnyClientMessage): void {
    const { state } = connection;
    if (message.type !== 'ping' && message.type !== 'pong') {
      connection.lastMessageMs = connection.lastHeardMs;
    }
    if (state.kind === 'open') {
      if (message.type !== 'auth') handle(this.parts, state.session, message);
      else this.run(connection, refreshSession(this.parts, connection, state.session, message));
    } else if (message.type === 'auth') {
      this.authenticate(connection, budget, message);
    } else if (message.type === 'ping') {
      connection.send({ type: 'pong', server_time: this.parts.clock.now() });
    } else if (message.type !== 'pong') {
      const refusal: Refusal = {
        code: 'not_authenticated',
        message: 'the first message is `auth`',
      };
      this.malformed(connection, budget, message.id, refusal);
    }
  }

  private authenticate(
    connection: Connection,
    budget: ErrorBudget,
    message: Extract<AnyClientMessage, { type: 'auth' }>,
  ): void {
    const waiting: string[] = [];
    connection.state = { kind: 'authenticating', waiting };
    const opening = openSession(this.parts, connection, message).then(() => {
      for (const text of waiting) this.hear(connection, budget, text);
    });
    this.run(connection, opening);
  }

  /** Opening needs the store; when that fails the client comes back later. */
  private run(connection: Connection, opening: Promise<void>): void {
    opening.catch((error: unknown) => {
      this.parts.log.error({ err: error }, 'a session could not be opened');
      connection.close('resync', 'the daemon could not open the session');
    });
  }

  private malformed(
    connection: Connection,
    budget: ErrorBudget,
    id: AnyClientMessage['id'],
    refusal: Refusal,
  ): void {
    this.parts.counters.drop('malformed');
    connection.refuse(id, refusal);
    if (!budget.spend(this.parts.wallClock.monotonic())) connection.close('protocol_violation');
  }

  private pong(connection: Connection, payload: string): void {
    connection.lastHeardMs = this.parts.wallClock.monotonic();
    if (connection.state.kind !== 'open') return;
    const { session } = connection.state;
    const seq = session.pongFor(payload);
    if (seq === null || session.acks || session.identity.bookingId !== null) return;
    this.parts.store.acknowledge(session.user, seq).catch((error: unknown) => {
      // Unacknowledged messages are only sent once more.
      this.parts.log.warn({ err: error, user: session.userName }, 'an acknowledgement was lost');
    });
  }

  private tick(): void {
    const nowMs = this.parts.wallClock.monotonic();
    this.parts.delivery.tick();
    for (const connection of this.connections) {
      const { state, outbox } = connection;
      if (outbox.isCongested) outbox.drain(nowMs);
      if (state.kind === 'opening' && nowMs >= state.deadlineMs) connection.close('auth_timeout');
      else if (state.kind === 'open') this.watch(connection);
    }
  }

  private watch(connection: Connection): void {
    if (connection.state.kind !== 'open') return;
    const { session } = connection.state;
    const { expiresAt } = session.identity;
    session.refusedForRate = Math.max(0, session.refusedForRate - TICK_MS / 1000);
    if (expiresAt !== null && this.parts.clock.now() >= expiresAt) session.close('token_expired');
  }

  /** Tells everybody to come back later, spread over the window, and closes them. */
  async drain(windowMs: number): Promise<void> {
    this.isDraining = true;
    const open = [...this.connections];
    const spacingMs = Math.min(CLOSE_SPACING_MS, windowMs / Math.max(open.length, 1));
    for (const [index, connection] of open.entries()) {
      if (spacingMs > 0 && index % 50 === 49) await this.pause(spacingMs * 50);
      connection.close('shutdown', undefined, windowMs);
    }
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.parts.wallClock.after(delayMs, resolve, true);
    });
  }

  /** Resolves when every closing handshake is done, or after so long. */
  untilEmpty(timeoutMs: number): Promise<void> {
    if (this.connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.parts.wallClock.after(timeoutMs, resolve, true);
      this.onEmpty = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  /** Ends what is left at once. */
  close(): void {
    this.isDraining = true;
    this.timer.cancel();
    this.heartbeat.close();
    for (const connection of this.connections) connection.terminate();
    this.connections.clear();
  }

  /** The sessions that use these tokens end now. */
  revoke(hashes: readonly string[]): void {
    const revoked = new Set(hashes);
    for (const { state } of this.connections) {
      if (state.kind !== 'open') continue;
      const { tokenHash } = state.session.identity;
      if (tokenHash !== null && revoked.has(tokenHash)) state.session.close('token_revoked');
    }
  }
}
