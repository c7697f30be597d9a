import type { HttpExchange } from '../api/http-exchange.ts';
import { ABNORMAL_CLOSURE } from '../connection/connection-state.ts';
import type { OpenSocket, Socket } from '../connection/socket.ts';
import type { Environment } from '../environment.ts';

/**
 * Node's parts are loaded when they are first needed: a page that imports this module pays for
 * none of them, and a program that only asks the HTTP API does not load `ws`.
 */
export const nodeEnvironment: Environment = {
  openSocket: (address, events) => {
    if (openWsSocket !== null) return openWsSocket(address, events);
    return openLater(address, events);
  },
  exchange: async (address, request) => {
    const { exchange }: { exchange: HttpExchange } = await import('./http-exchange.ts');
    return exchange(address, request);
  },
  watchNetwork: () => () => {},
};

let openWsSocket: OpenSocket | null = null;

/**
 * A socket that opens once its library is there. Nothing is sent to it before it tells `opened`.
 */
const openLater: OpenSocket = (address, events) => {
  let inner: Socket | null = null;
  let isAbandoned = false;
  const opening = import('./ws-socket.ts').then((module) => {
    openWsSocket = module.openWsSocket;
    if (!isAbandoned) inner = module.openWsSocket(address, events);
  });
  opening.catch((error: unknown) => events.closed(ABNORMAL_CLOSURE, String(error)));
  const abandon = () => {
    isAbandoned = true;
  };
  return {
    get bufferedBytes() {
      return inner?.bufferedBytes ?? 0;
    },
    send: (text) => inner?.send(text),
    close: (code, reason) => (inner === null ? abandon() : inner.close(code, reason)),
    destroy: () => (inner === null ? abandon() : inner.destroy()),
  };
};
