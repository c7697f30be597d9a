import type {
  AnyServerMessage,
  CloseReason,
  Refusal,
  UserKey,
  WireId,
} from '../../protocol/index.ts';
import type { Identity } from '../tokens/token-service.ts';

/** An authenticated connection, as handlers, rooms and deliveries see it. */
export interface Session {
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
  readonly address: string;
  readonly isOperator: boolean;
  readonly openedAtMs: number;
  readonly rooms: Set<string>;
  readonly isOpen: boolean;
  readonly isCongested: boolean;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly bufferedBytes: number;

  send(message: AnyServerMessage): void;
  /** A message that was already turned into JSON, for many receivers. */
  sendText(text: string): void;
  /** A state of which only the latest counts. */
  sendLatest(key: string, text: string): void;
  /** A `ping` or `pong`, which does not count as a message. */
  beat(message: AnyServerMessage): void;
  /** Resolves when the client has taken enough of what was sent, or is gone. */
  drained(): Promise<void>;
  /** Answers a command, if its sender wants an answer. */
  ack(id: WireId | undefined, result?: unknown): void;
  refuse(id: WireId | undefined, refusal: Refusal): void;
  /** Sends a Ping whose Pong will acknowledge `seq`, for clients without `acks`. */
  pingFor(seq: number): void;
  close(reason: CloseReason, text?: string, retryAfterMs?: number): void;
}
