import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../protocol/index.ts';
import { ABNORMAL_CLOSURE } from '../connection/connection-state.ts';
import type { Address, Socket, SocketEvents } from '../connection/socket.ts';

/** A page of a room has up to 500 bookings, each with texts of some kilobytes. */
const PAYLOAD_BYTES_MAX = 16 * 1024 * 1024;

/** A socket of the `ws` library. */
export function openWsSocket(address: Address, events: SocketEvents): Socket {
  const ws = open(address);
  let trouble = '';
  ws.on('open', () => events.opened());
  // Only text is part of the protocol, and it comes as one Buffer.
  ws.on('message', (frame) => events.received(String(frame)));
  ws.on('error', (error) => {
    trouble = describe(error);
  });
  ws.on('close', (code, reason) => {
    events.closed(code, code === ABNORMAL_CLOSURE ? trouble : String(reason));
  });
  return {
    get bufferedBytes() {
      return ws.bufferedAmount;
    },
    send: (text) => ws.send(text, ignoreFailure),
    close: (code, reason) => ws.close(code, reason),
    destroy: () => ws.terminate(),
  };
}

function open(address: Address): WebSocket {
  const options = { perMessageDeflate: false, maxPayload: PAYLOAD_BYTES_MAX };
  if (typeof address === 'string') return new WebSocket(address, SUBPROTOCOL, options);
  // The library's own `ws+unix:` URLs can name neither Windows pipes nor every path.
  const { socketPath } = address;
  return new WebSocket('ws://localhost/', SUBPROTOCOL, {
    ...options,
    createConnection: () => connect(socketPath),
  });
}

/** What was sent on a socket that just closed is lost with it; `close` follows. */
function ignoreFailure(): void {}

/** Several addresses of one name fail together, without a message of their own. */
function describe(error: Error): string {
  if (error instanceof AggregateError) return error.errors.map(String).join(', ');
  return error.message;
}
