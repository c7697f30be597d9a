import type { OpenSocket } from '../../src/client/index.ts';
import { SOMEWHERE } from './simulated-client.ts';
import type { SimulatedDaemon } from './simulated-daemon.ts';
import { SimulatedSocket } from './simulated-socket.ts';

/** The client library's way to a simulated daemon: a socket that exists only in memory. */
export function simulatedLink({ live }: SimulatedDaemon): OpenSocket {
  return (_, client) => {
    const socket = new SimulatedSocket({
      text: (text) => client.received(text),
      // As browsers do by themselves.
      ping: (payload) => daemon.pong(payload),
      closed: (code) => {
        daemon.closed();
        client.closed(code, '');
      },
    });
    const daemon = live.gateway.opened(socket, SOMEWHERE);
    queueMicrotask(() => client.opened());
    return {
      bufferedBytes: 0,
      send: (text) => daemon.message(text),
      close: (code) => socket.close(code),
      destroy: () => socket.terminate(),
    };
  };
}
