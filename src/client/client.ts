import type { ClientMessageOf, ClientMessageType } from '../protocol/index.ts';
import type { ClientEvents, Session } from './client-events.ts';
import type { ReadyOptions, SendOptions } from './client-options.ts';
import type { Command, CommandResult, CommandType } from './commands/command.ts';
import type { ConnectionStatus } from './connection/connection-status.ts';
import type { Bbox, RoomName } from './rooms.ts';
import type { StreamPosition } from './stream/durable-stream.ts';

/** What is sent without waiting for an answer. */
export type PostedMessage = ClientMessageOf<Exclude<ClientMessageType, 'auth'>>;

/**
 * A connection to the daemon that comes back by itself. It carries out each command once however
 * often the connection is lost, and shows each message of the user's numbered stream once and in
 * order. Whatever rejects, rejects with a `ClientError`.
 */
export interface Client {
  readonly status: ConnectionStatus;
  /** The session as the daemon opened it last; null before the first one. */
  readonly session: Session | null;
  /** How far the stream has been processed: give it to a later client as `resume`. */
  readonly position: StreamPosition | null;

  /** Listens to messages of the daemon by type, `durable`, `status` or `fault`. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
  ): () => void;

  /** Resolves once a session is open. Rejects when the daemon refuses this client. */
  ready(options?: ReadyOptions): Promise<Session>;

  /**
   * Sends a command, now or once the session is open, and again under the same id after every
   * lost connection until it is answered. Rejects with the daemon's refusal, `timeout`,
   * `queue_full` or `closed`.
   */
  send<Type extends CommandType>(
    command: Command<Type>,
    options?: SendOptions,
  ): Promise<CommandResult<Type>>;

  /** Sends at once or not at all: false when no session is open or the network is behind. */
  post(message: PostedMessage): boolean;

  /**
   * Joins a room, and joins it again after every reconnection; its state comes as `room_joined`,
   * in pages. Resolves when the daemon has let this client in, and rejects when it never will.
   * A room that was joined several times (its state then comes again, and the last `bbox` counts)
   * is left as many times.
   */
  joinRoom(room: RoomName, options?: { readonly bbox?: Bbox }): Promise<void>;
  leaveRoom(room: RoomName): Promise<void>;

  /**
   * Goes on with another token of the same user, without a gap. One that is refused fails this call
   * only: the client goes on with the one before.
   */
  refresh(token: string): Promise<Session>;

  /** Tries at once instead of waiting, or checks that the connection still lives. */
  wake(): void;

  /** Acknowledges what was processed and closes. Commands without answer reject with `closed`. */
  close(): Promise<void>;
}
