import type { HttpExchange } from './api/http-exchange.ts';
import type { OpenSocket } from './connection/socket.ts';

export interface NetworkEars {
  /** It is worth trying at once: the network is back, the page is visible again. */
  woken(): void;
  /** The network seems to be gone. */
  doubted(): void;
}

/** What differs between a browser and Node. */
export interface Environment {
  readonly openSocket: OpenSocket;
  readonly exchange: HttpExchange;
  /** Answers how to stop listening. */
  readonly watchNetwork: (ears: NetworkEars) => () => void;
}
