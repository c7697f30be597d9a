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
import { Outbox } from './outbox.ts';
import type { Session } from './session.ts';
import type { Peer, Socket } from './socket.ts';

/** What a client sends while its token is being checked: heard later, in order. */
export interface Backlog {
  readonly texts: string[];
  bytes: number;
}

/**
 * Where a connection stands:
 * - `opening`: nothing has been said; it must authenticate before its deadline.
 * - `authenticating`: the token is being checked; what is sent meanwhile waits, in order.
 * - `open`: it has a session.
 * - `closed`: we have said goodbye or the peer has; nothing is sent or heard any more.
 */
export type ConnectionState =
  | { readonly kind: 'opening'; readonly deadlineMs: number }
  | { readonly kind: 'authenticating'; readonly backlog: Backlog }
  | { readonly kind: 'open'; readonly session: Session }
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
  readonly outbox: Outbox;
  state: ConnectionState;
  messagesIn = 0;
  /** Messages of its that are being handled. */
  private awaited = 0;
  /** Any frame proves life, a Pong too; only messages keep a connection from being idle. */
  lastHeardMs: number;
  /** Either way. */
  lastMessageMs: number;
  /** Set when a session opens: hears once that this connection is no more. */
  onEnd: (() => void) | null = null;
  private readonly socket: Socket;
  private readonly clock: Clock;
  private readonly counters: Counters;

  constructor({ socket, peer, limits, clock, counters }: ConnectionParts) {
    this.socket = socket;
    this.peer = peer;
    this.clock = clock;
    this.counters = counters;
    this.outbox = new Outbox({ socket, limits, counters, onOverflow: () => this.overflow() });
    this.openedAtMs = clock.now();
    this.lastHeardMs = clock.monotonic();
    this.lastMessageMs = this.lastHeardMs;
    this.state = { kind: 'opening', deadlineMs: this.lastHeardMs + limits.authTimeoutMs };
  }

  get isClosed(): boolean {
    return this.state.kind === 'closed';
  }

  /** Whether it waits for an answer. */
  get isAwaited(): boolean {
    return this.awaited > 0;
  }

  /** Counts `work` for this connection until it is done. */
  awaits(work: Promise<void>): Promise<void> {
    this.awaited += 1;
    return work.finally(() => {
      this.awaited -= 1;
    });
  }

  send(message: AnyServerMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    if (this.isClosed) return;
    this.lastMessageMs = this.clock.monotonic();
    this.outbox.send(text);
  }

  /** For a state of which only the latest counts; `key` names it. */
  sendLatest(key: string, text: string): void {
    if (this.isClosed) return;
    this.lastMessageMs = this.clock.monotonic();
    if (this.outbox.sendLatest(key, text)) this.counters.drop('coalesced');
  }

  /** A JSON ping, which keeps nobody from being idle. */
  beat(message: AnyServerMessage): void {
    if (!this.isClosed) this.outbox.send(JSON.stringify(message));
  }

  /** A Ping frame. */
  ping(payload: string): void {
    if (!this.isClosed) this.socket.ping(payload);
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

  /** Says why, then starts the closing handshake. */
  close(reason: CloseReason, text?: string, retryAfterMs?: number): void {
    if (this.isClosed) return;
    const { code, meaning } = CLOSES[reason];
    const farewell: AnyServerMessage = {
      type: 'disconnect',
      code,
      reason: text ?? meaning,
      reconnect: shouldReconnect(code),
      ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }),
    };
    this.end(JSON.stringify(farewell));
    this.socket.close(code, text ?? meaning);
  }

  /** For peers that no longer answer: a closing handshake would wait for what never drains. */
  terminate(): void {
    this.end();
    this.socket.terminate();
  }

  /** The peer has gone by itself. */
  gone(): void {
    this.end();
  }

  private end(farewell?: string): void {
    if (this.isClosed) return;
    this.state = { kind: 'closed' };
    this.outbox.close(farewell);
    this.onEnd?.();
  }

  private overflow(): void {
    this.counters.drop('slow_consumer');
    this.close('slow_consumer');
  }
}
