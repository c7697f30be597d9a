import type { RawData, WebSocket } from 'ws';
import type { Socket, SocketEvents } from '../socket.ts';

/** A `ws` connection as the gateway's socket. */
export function wsSocket(ws: WebSocket): Socket {
  return {
    get bufferedBytes() {
      return ws.bufferedAmount;
    },
    send: (text) => ws.send(text),
    ping: (payload) => ws.ping(payload),
    close: (code, reason) => ws.close(code, clipUtf8(reason)),
    terminate: () => ws.terminate(),
  };
}

export function listen(ws: WebSocket, events: SocketEvents): void {
  ws.on('message', (data: RawData, isBinary: boolean) => {
    // Parsed at once and as a string: a kept slice would pin its whole TCP chunk.
    if (isBinary) events.binary();
    else events.message(String(data));
  });
  ws.on('ping', () => events.ping());
  ws.on('pong', (data) => events.pong(String(data)));
  ws.on('close', () => events.closed());
  // A reset or a malformed frame; `close` follows and ends the connection.
  ws.on('error', () => {});
}

/** RFC 6455 §5.5: a control frame carries at most 125 bytes, of which the code takes two. */
const REASON_BYTES_MAX = 123;

function clipUtf8(reason: string): string {
  const bytes = Buffer.from(reason);
  return bytes.length <= REASON_BYTES_MAX
    ? reason
    : bytes.toString('utf8', 0, REASON_BYTES_MAX - 3);
}
