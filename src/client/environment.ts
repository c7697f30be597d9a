import type { HttpExchange } from './api/http-exchange.ts';
import type { OpenSocket } from './connection/socket.ts';

/** What differs between a browser and Node. */
export interface Environment {
  readonly openSocket: OpenSocket;
  readonly exchange: HttpExchange;
  /** Calls when it is worth trying at once: the network is back, the page is visible again. */
  readonly onWake: (listener: () => void) => () => void;
}
