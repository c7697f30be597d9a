import type { DurableMessage, ServerMessageOf, ServerMessageType } from '../protocol/index.ts';
import type { ConnectionStatus } from './connection/connection-status.ts';

/** The session as the daemon opened it. */
export type Session = ServerMessageOf<'authenticated'>;

/** A message of the numbered stream: `seq` is always there. */
export type StreamMessage = DurableMessage & { readonly seq: number };

/** Something that went wrong without anybody having asked for it. */
export interface Fault {
  /**
   * `listener`: one of yours threw `error`. `frame`: the daemon sent no message. `gap`: the stream
   * skipped numbers. `room`: a room could not be joined; with a temporary error it is tried
   * again.
   */
  readonly kind: 'listener' | 'frame' | 'gap' | 'room';
  readonly message: string;
  readonly error?: unknown;
}

/** What `client.on` offers: every message of the daemon by its type, and the library's own. */
export type ClientEvents = {
  [Type in ServerMessageType]: ServerMessageOf<Type>;
} & {
  status: ConnectionStatus;
  /** Each message of the stream once and in order, after the event of its own type. */
  durable: StreamMessage;
  fault: Fault;
};
