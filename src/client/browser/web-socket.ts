import { SUBPROTOCOL } from '../../protocol/index.ts';
import { ClientError } from '../client-error.ts';
import type { OpenSocket } from '../connection/socket.ts';

/** The browser's own WebSocket. */
export const openWebSocket: OpenSocket = (address, events) => {
  if (typeof address !== 'string') {
    throw new ClientError('invalid_url', 'a browser reaches no local socket; give a URL');
  }
  const socket = new WebSocket(address, SUBPROTOCOL);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }) => events.received(String(data)));
  // Browsers tell a page why a socket closed only by code; `error` carries nothing.
  socket.addEventListener('close', ({ code, reason }) => events.closed(code, reason));
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (text) => {
      // It throws before the handshake has ended, and is silent after the closing one.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (code, reason) => socket.close(code, reason),
    destroy: () => socket.close(),
  };
};
