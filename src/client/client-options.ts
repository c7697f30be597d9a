import type { Clock } from '../clock/index.ts';
import type { UserKey } from '../protocol/index.ts';
import type { ClientLimits } from './client-limits.ts';
import type { Address, OpenSocket } from './connection/socket.ts';
import type { TokenOption } from './connection/token-source.ts';
import type { StreamPosition } from './stream/durable-stream.ts';

export interface ClientOptions {
  /** `ws://host:8282`, `wss://host`, or the operator's socket: `{ socketPath }` (Node only). */
  readonly url: Address;
  /** A function is asked again shortly before its last token expires, or once it is refused. */
  readonly token?: TokenOption;
  /** Checked against the token's user; opens that user's session on the operator's socket. */
  readonly user?: UserKey;
  /**
   * Names this tab or app: a newer connection of the same device replaces the older one, and
   * commands that are asked again are carried out once. By default a new one for each client.
   */
  readonly device?: string;
  /** Whether durable messages are acknowledged once the listeners have run. Default: true. */
  readonly acks?: boolean;
  /** Where an earlier client of the same user stopped: its `position`. */
  readonly resume?: StreamPosition;
  /** Shown in the daemon's list of connections. */
  readonly client?: { readonly name?: string; readonly version?: string };
  readonly limits?: Partial<ClientLimits>;
  /** Wall time. */
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Another transport. */
  readonly openSocket?: OpenSocket;
}

export interface SendOptions {
  /**
   * Names the command, in up to 64 characters: asked again under the same id by the same `device`
   * within 24 hours, even after a new start, it is carried out once. By default a new one.
   */
  readonly id?: string;
  /** Wall time for the command in all, offline included; the default is `commandTimeoutMs`. */
  readonly timeoutMs?: number;
}

export interface ReadyOptions {
  /** Rejects with `unreachable` after so many failed attempts; by default it waits on. */
  readonly attemptsMax?: number;
}
