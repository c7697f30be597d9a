/** What the gateway needs of a WebSocket, so that it can also run over simulated ones. */
export interface Socket {
  /** Bytes that were sent and that the kernel has not taken yet. */
  readonly bufferedBytes: number;
  /** `bytes` is the length of `text` in UTF-8. */
  send(text: string, bytes: number): void;
  /** A Ping frame; its payload, which is ASCII, comes back in the Pong. */
  ping(payload: string): void;
  /** Starts the closing handshake. */
  close(code: number, reason: string): void;
  /** Ends it at once, without any handshake: for peers that no longer answer. */
  terminate(): void;
}

/** What the socket tells the gateway. */
export interface SocketEvents {
  message(text: string): void;
  /** A binary frame, which the protocol does not have. */
  binary(): void;
  /** A Ping frame of the peer's; the transport has answered it. */
  ping(): void;
  pong(payload: string): void;
  /**
   * The peer broke RFC 6455, or sent more than it may, so that the transport has ended it with this
   * close code: 1002, 1007, 1008 (too many fragments) or 1009. `closed` follows.
   */
  violated(code: number): void;
  closed(): void;
}

/** Who is at the other end, as far as the transport knows. */
export interface Peer {
  readonly address: string;
  /** Token of an `Authorization` header or of the subprotocol. */
  readonly bearer: string | null;
  /** It came through the operator's own socket, which only the operator can open. */
  readonly operator: boolean;
}
