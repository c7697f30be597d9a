import type { Duplex } from 'node:stream';
import type { Socket, SocketEvents } from '../socket.ts';

/** A socket of the gateway on a stream, after its handshake. */
export interface Transport extends Socket {
  /** Says `close` when the connection is no more. */
  readonly stream: Duplex;
  /** From now on `events` hears of everything; first of `head`, which came with the handshake. */
  listen(events: SocketEvents, head: Buffer): void;
}
