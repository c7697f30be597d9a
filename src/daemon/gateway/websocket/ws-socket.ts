import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { SocketEvents } from '../socket.ts';
import { clipReason } from './frames/frames.ts';
import type { Transport } from './transport.ts';

/** Frames of one turn that are held back; more of them leave at once. */
const HELD_BYTES_MAX = 16_384;

/**
 * A `ws` connection as the gateway's socket. What is sent within one turn of the event loop leaves
 * in one system call: after a commit an actor gets an answer and an event, an admin many answers.
 */
export function wsSocket(ws: WebSocket, stream: Duplex): Transport {
  let isHeld = false;
  const hold = () => {
    isHeld = true;
    stream.cork();
    process.nextTick(release);
  };
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    stream.uncork();
  };
  return {
    stream,
    // What is only held back has not met the kernel, which may well take all of it.
    get bufferedBytes() {
      return isHeld ? 0 : ws.bufferedAmount;
    },
    listen: (events) => listen(ws, events),
    send(text) {
      // Not for a peer that is behind: all that waits for it has to count.
      if (!isHeld && ws.bufferedAmount === 0) hold();
      ws.send(text);
      if (ws.bufferedAmount > HELD_BYTES_MAX) release();
    },
    ping: (payload) => ws.ping(payload),
    close: (code, reason) => ws.close(code, clipReason(reason)),
    terminate() {
      // Or else the farewell would be lost.
      release();
      ws.terminate();
    },
  };
}

/** What a fault of the peer's is called in RFC 6455 §7.4.1. */
const PROTOCOL_ERROR = 1002;
const VIOLATIONS: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
};

function listen(ws: WebSocket, events: SocketEvents): void {
  ws.on('message', (data: RawData, isBinary: boolean) => {
    // Parsed at once and as a string: a kept slice would pin its whole TCP chunk.
    if (isBinary) events.binary();
    else events.message(String(data));
  });
  ws.on('ping', () => events.ping());
  ws.on('pong', (data) => events.pong(String(data)));
  ws.on('close', () => events.closed());
  // A reset or a malformed frame; `close` follows and ends the connection.
  ws.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code?.startsWith('WS_ERR_')) events.violated(VIOLATIONS[code] ?? PROTOCOL_ERROR);
  });
}
