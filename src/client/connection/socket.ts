/** Where the daemon is: `ws://host:8282`, `wss://host`, or the operator's local socket. */
export type Address = string | { readonly socketPath: string };

/** What a socket tells. It never calls back before `OpenSocket` has returned. */
export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  /**
   * Exactly once, also when the socket never opened. `code` as in RFC 6455, 1006 when it broke;
   * `reason` may be empty.
   */
  closed(code: number, reason: string): void;
}

/** One WebSocket, as the library needs it. */
export interface Socket {
  /** What has been sent and has not left this process yet. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Closes politely: what was sent before still arrives. */
  close(code: number, reason: string): void;
  /** Lets go of a connection that is given up, without waiting for the other side. */
  destroy(): void;
}

/** The port to the network. May throw what `closed` would tell otherwise. */
export type OpenSocket = (address: Address, events: SocketEvents) => Socket;
