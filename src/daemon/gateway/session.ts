import {
  type AnyServerMessage,
  type CloseReason,
  formatUser,
  type Refusal,
  type UserKey,
  type WireId,
} from '../../protocol/index.ts';
import type { Identity } from '../tokens/token-service.ts';
import { NumberedPings } from './numbered-pings.ts';
import type { Outbox } from './outbox.ts';
import type { SlidingWindow } from './sliding-window.ts';
import type { Peer } from './socket.ts';
import type { TokenBucket } from './token-bucket.ts';

/** Live messages that may wait for `authenticated`; with more the client has to start over. */
const HELD_MAX = 1_000;

/** What a session has sent, by the kind of rate of each message, and what was refused of it. */
interface Meters {
  readonly command: SlidingWindow;
  readonly position: TokenBucket;
  readonly free: TokenBucket;
  readonly refusal: SlidingWindow;
}

interface SessionTraits {
  readonly id: string;
  readonly identity: Identity;
  readonly device: string | null;
  readonly attempt: number | null;
  readonly acks: boolean;
  readonly client: string | null;
  readonly meters: Meters;
}

/** What a session needs of its connection, which in turn knows its session. */
export interface Link {
  readonly peer: Peer;
  readonly openedAtMs: number;
  readonly isClosed: boolean;
  readonly messagesIn: number;
  readonly outbox: Pick<Outbox, 'isCongested' | 'drained' | 'messagesSent' | 'bufferedBytes'>;
  awaits(work: Promise<void>): Promise<void>;
  send(message: AnyServerMessage): void;
  sendText(text: string): void;
  sendLatest(key: string, text: string): void;
  beat(message: AnyServerMessage): void;
  refuse(id: WireId | undefined, refusal: Refusal): void;
  ping(payload: string): void;
  close(reason: CloseReason, text?: string, retryAfterMs?: number): void;
}

/** An authenticated connection, as handlers, rooms and deliveries see it. */
export class Session {
  /** Unique per connection; shown in lists and in `authenticated`. */
  readonly id: string;
  /** Changes only in its expiry and token, when the client refreshes. */
  identity: Identity;
  readonly user: UserKey;
  /** `driver:7` */
  readonly userName: string;
  readonly device: string | null;
  /** Null where the client does not count them. */
  readonly attempt: number | null;
  /** Whether the client acknowledges durable messages itself. */
  readonly acks: boolean;
  readonly client: string | null;
  readonly rooms = new Set<string>();
  readonly meters: Meters;
  private readonly connection: Link;
  /** Live messages that came before `authenticated` was sent; null from then on. */
  private held: (() => void)[] | null = [];
  private readonly pings = new NumberedPings();

  constructor(connection: Link, traits: SessionTraits) {
    this.connection = connection;
    this.id = traits.id;
    this.identity = traits.identity;
    this.user = traits.identity.user;
    this.userName = formatUser(this.user);
    this.device = traits.device;
    this.attempt = traits.attempt;
    this.acks = traits.acks;
    this.client = traits.client;
    this.meters = traits.meters;
  }

  get address(): string {
    return this.connection.peer.address;
  }
  get isOperator(): boolean {
    return this.connection.peer.operator;
  }
  get openedAtMs(): number {
    return this.connection.openedAtMs;
  }
  get isOpen(): boolean {
    return !this.connection.isClosed;
  }
  get isCongested(): boolean {
    return this.connection.outbox.isCongested;
  }
  get messagesIn(): number {
    return this.connection.messagesIn;
  }
  get messagesOut(): number {
    return this.connection.outbox.messagesSent;
  }
  get bufferedBytes(): number {
    return this.connection.outbox.bufferedBytes;
  }

  /** While something of its is being handled, a daemon that stops holds its goodbye back. */
  awaits(work: Promise<void>): Promise<void> {
    return this.connection.awaits(work);
  }
  send(message: AnyServerMessage): void {
    this.connection.send(message);
  }
  /** A message that was already turned into JSON, for many receivers. */
  sendText(text: string): void {
    if (this.held === null) this.connection.sendText(text);
    else this.hold(this.held, () => this.connection.sendText(text));
  }
  /** A state of which only the latest counts. */
  sendLatest(key: string, text: string): void {
    if (this.held === null) this.connection.sendLatest(key, text);
    else this.hold(this.held, () => this.connection.sendLatest(key, text));
  }
  /** A `ping` or `pong`, which does not count as a message. */
  beat(message: AnyServerMessage): void {
    this.connection.beat(message);
  }
  /** Resolves when the client has taken enough of what was sent, or is gone. */
  drained(): Promise<void> {
    return this.connection.outbox.drained();
  }

  /** The session is open: these come first, then what has happened meanwhile. */
  begin(messages: readonly AnyServerMessage[]): void {
    for (const message of messages) this.connection.send(message);
    const held = this.held ?? [];
    this.held = null;
    for (const send of held) send();
  }
  /** Answers a command, if its sender wants an answer. */
  ack(id: WireId | undefined, result?: unknown): void {
    if (id === undefined) return;
    this.connection.send({ type: 'ack', id, ...(result !== undefined && { result }) });
  }
  refuse(id: WireId | undefined, refusal: Refusal): void {
    this.connection.refuse(id, refusal);
  }
  close(reason: CloseReason, text?: string, retryAfterMs?: number): void {
    this.connection.close(reason, text, retryAfterMs);
  }

  private hold(held: (() => void)[], send: () => void): void {
    held.push(send);
    if (held.length > HELD_MAX) this.close('resync');
  }

  /** Sends a Ping whose Pong will acknowledge `seq`, for clients without `acks`. */
  pingFor(seq: number): void {
    this.connection.ping(this.pings.next(seq));
  }

  /** The `seq` that this Pong acknowledges; null for one that nobody asked for. */
  pongFor(payload: string): number | null {
    return this.pings.answered(payload);
  }
}
