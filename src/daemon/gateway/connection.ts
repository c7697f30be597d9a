import type { Clock } from '../../clock/index.ts';
import {
  type AnyServerMessage,
  CLOSES,
  type CloseReason,
  isTemporary,
  type Refusal,
  shouldReconnect,
  type WireId,
} from '../../protocol/index.ts';
import type { Limits } from '../config/config.ts';
import type { Counters } from '../stats/counters.ts';
import type { LiveSession } from './live-session.ts';
import { Outbox } from './outbox.ts';
import type { Peer, Socket } from './socket.ts';

/**
 * Where a connection stands:
 * - `opening`: nothing has been said; it must authenticate before its deadline.
 * - `authenticating`: the token is being checked; what is sent meanwhile waits, in order.
 * - `open`: it has a session.
 * - `closed`: we have said goodbye or the peer has; nothing is sent or heard any more.
 */
export type ConnectionState =
  | { readonly kind: 'opening'; readonly deadlineMs: number }
  | { readonly kind: 'authenticating'; readonly waiting: string[] }
  | { readonly kind: 'open'; readonly session: LiveSession }
  | { readonly kind: 'closed' };

interface ConnectionParts {
  readonly socket: Socket;
  readonly peer: Peer;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly counters: Counters;
}

/** One socket: what goes out, when it was last heard, and how it ends. */
export class Connection {
  readonly peer: Peer;
  readonly openedAtMs: number;
  state: ConnectionState;
  messagesIn = 0;
  /** Any frame proves life, a Pong too; only messages keep a connection from being idle. */
  lastHeardMs: number;
  lastMessageMs: number;
  readonly outbox: Outbox;
  private readonly socket: Socket;
  private readonly counters: Counters;
  private readonly clock: Clock;

  constructor({ socket, peer, limits, clock, counters }: ConnectionParts) {
    this.socket = socket;
    this.peer = peer;
    this.clock = clock;
    this.counters = counters;
    this.outbox = new Outbox(socket, limits, () => this.overflow());
    this.openedAtMs = clock.now();
    this.lastHeardMs = clock.monotonic();
    this.lastMessageMs = this.lastHeardMs;
    this.state = { kind: 'opening', deadlineMs: this.lastHeardMs + limits.authTimeoutMs };
  }

  get isClosed(): boolean {
    return this.state.kind === 'closed';
  }

  send(message: AnyServerMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    if (this.isClosed) return;
    this.count(text);
    this.outbox.send(text);
  }

  sendLatest(key: string, text: string): void {
    if (this.isClosed) return;
    this.count(text);
    if (this.outbox.sendLatest(key, text)) this.counters.drop('coalesced');
  }

  refuse(id: WireId | undefined, refusal: Refusal): void {
    this.send({
      type: 'error',
      ...(id !== undefined && { id }),
      code: refusal.code,
      message: refusal.message,
      temporary: isTemporary(refusal.code),
      ...(refusal.retryAfterMs !== undefined && { retry_after_ms: refusal.retryAfterMs }),
      ...(refusal.details !== undefined && { details: { ...refusal.details } }),
    });
  }

  ping(payload: string): void {
    if (!this.isClosed) this.socket.ping(payload);
  }

  /** Says why, then starts the closing handshake. */
  close(reason: CloseReason, text?: string, retryAfterMs?: number): void {
    if (this.isClosed) return;
    const { code, meaning } = CLOSES[reason];
    this.send({
      type: 'disconnect',
      code,
      reason: text ?? meaning,
      reconnect: shouldReconnect(code),
      ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }),
    });
    this.end(() => this.socket.close(code, (text ?? meaning).slice(0, 120)));
  }

  /** For peers that no longer answer: a closing handshake would wait for what never drains. */
  terminate(): void {
    this.end(() => this.socket.terminate());
  }

  private end(finish: () => void): void {
    if (this.isClosed) return;
    this.state = { kind: 'closed' };
    this.onEnd?.();
    finish();
  }

  /** Set by the gateway: hears once that this connection is no more. */
  onEnd: (() => void) | undefined;

  /** The peer has gone by itself. */
  gone(): void {
    this.end(() => {});
  }

  private overflow(): void {
    this.counters.drop('slow_consumer');
    const { code, meaning } = CLOSES.slow_consumer;
    // What is buffered will not be read; the close frame waits behind it, so a timer ends it.
    this.end(() => {
      this.socket.close(code, meaning);
      this.clock.after(SLOW_CLOSE_MS, () => this.socket.terminate());
    });
  }

  private count(text: string): void {
    this.counters.messagesOut += 1;
    this.counters.bytesOut += text.length;
  }
}

/** How long a slow consumer has to read its close frame. */
const SLOW_CLOSE_MS = 5_000;
