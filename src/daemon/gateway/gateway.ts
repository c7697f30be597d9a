import type { Timer } from '../../clock/index.ts';
import { Patience } from '../patience.ts';
import { type Closing, closeInTurns } from './close-in-turns.ts';
import { Connection } from './connection.ts';
import { Guard } from './guard.ts';
import { Heartbeat } from './heartbeat.ts';
import { Inbox } from './inbox.ts';
import type { Parts } from './parts.ts';
import type { Peer, Socket, SocketEvents } from './socket.ts';

/** How often deadlines, slow sockets and owed Pings are looked at. */
const TICK_MS = 250;
/** When there may be room again. */
const OVERLOAD_RETRY_MS = 5_000;

/**
 * Accepts sockets, whatever carries them: authenticates, keeps alive, and takes each message to its
 * handler. Knows nothing of HTTP or of the `ws` library.
 */
export class Gateway {
  private readonly parts: Parts;
  private readonly connections = new Set<Connection>();
  private readonly heartbeat: Heartbeat;
  private readonly timer: Timer;
  private readonly patience: Patience;
  private draining: Closing | null = null;
  private onEmpty: (() => void) | null = null;

  constructor(parts: Parts) {
    this.parts = parts;
    this.heartbeat = new Heartbeat(parts);
    this.patience = new Patience(parts.wallClock);
    this.timer = parts.wallClock.every(TICK_MS, () => this.tick());
  }

  get size(): number {
    return this.connections.size;
  }

  /** A socket was opened; the answer is what it has to report. */
  opened(socket: Socket, peer: Peer): SocketEvents {
    const { config, wallClock, counters } = this.parts;
    const { limits, shutdown } = config;
    const connection = new Connection({ socket, peer, limits, clock: wallClock, counters });
    this.connections.add(connection);
    this.heartbeat.add(connection);
    // A goodbye instead of HTTP's 503, which a browser does not show to its page.
    if (this.draining !== null) connection.close('shutdown', undefined, shutdown.windowMs);
    else if (this.connections.size > limits.connectionsMax && !peer.operator) {
      counters.drop('too_many_connections');
      connection.close('overloaded', undefined, OVERLOAD_RETRY_MS);
    }
    const inbox = new Inbox(this.parts, connection, () => this.forget(connection));
    return new Guard(this.parts, connection, inbox);
  }

  /** The configured time between pings may be another one now. */
  reconfigure(): void {
    this.heartbeat.retime();
  }

  /** The sessions that use these tokens end now, also those that are still being opened. */
  revoke(hashes: readonly string[]): void {
    const { registry, watchers } = this.parts;
    const revoked = new Set(hashes);
    for (const session of [...registry.all(), ...watchers.all()]) {
      const { tokenHash } = session.identity;
      if (tokenHash !== null && revoked.has(tokenHash)) session.close('token_revoked');
    }
  }

  /** Tells everybody to come back later, and closes them; resolves when all were told. */
  drain(windowMs: number): Promise<void> {
    this.draining ??= closeInTurns([...this.connections], windowMs, this.parts.wallClock);
    return this.draining.done;
  }

  /** Whoever has not been told yet is told now, and has only a moment to go. */
  hurry(): void {
    this.patience.hurry();
    this.draining?.hurry();
  }

  /** Resolves when every closing handshake is done, or after so long; less if one hurries. */
  untilEmpty(timeoutMs: number): Promise<void> {
    if (this.connections.size === 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.onEmpty = resolve;
    return this.patience.wait(promise, timeoutMs);
  }

  /** Ends what is left at once. Idempotent. */
  close(): void {
    this.timer.cancel();
    this.heartbeat.close();
    this.draining ??= closeInTurns([], 0, this.parts.wallClock);
    this.draining.hurry();
    for (const connection of this.connections) connection.terminate();
  }

  private forget(connection: Connection): void {
    this.connections.delete(connection);
    this.heartbeat.remove(connection);
    if (this.connections.size === 0) this.onEmpty?.();
  }

  private tick(): void {
    const nowMs = this.parts.wallClock.monotonic();
    this.parts.delivery.tick();
    for (const connection of this.connections) {
      if (connection.isClosed) continue;
      connection.outbox.tick(nowMs);
      this.watch(connection, nowMs);
    }
  }

  private watch(connection: Connection, nowMs: number): void {
    const { state } = connection;
    if (state.kind === 'opening' && nowMs >= state.deadlineMs) {
      this.parts.counters.drop('auth_timeout');
      connection.close('auth_timeout');
    }
    if (state.kind !== 'open') return;
    const { expiresAt } = state.session.identity;
    if (expiresAt !== null && this.parts.clock.now() >= expiresAt)
      state.session.close('token_expired');
  }
}
