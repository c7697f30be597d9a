import { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What Node keeps behind a TCP socket; not a part of its API, so each use is checked. */
interface Handle {
  readonly fd: number;
  reading: boolean;
  readStop(): number;
}

interface Inner {
  _handle: Handle | null;
  _server: unknown;
  server: unknown;
}

/** Bytes of all sockets are read into the same place: they are taken before the next read. */
export const RECEIVED = Buffer.allocUnsafeSlow(65_536);

export interface Taken {
  readonly socket: NetSocket;
  /** By which the operating system knows it. */
  readonly descriptor: number;
}

/**
 * Whether a connection can be moved to a socket of our own: plain TCP, on a Node and a system as we
 * know them, with nothing on its way out.
 */
export function canTakeOver(stream: Duplex): stream is NetSocket {
  if (!(stream instanceof NetSocket) || stream.constructor !== NetSocket) return false;
  const { _handle: handle } = stream as unknown as Inner;
  if (handle === null || handle.constructor.name !== 'TCP') return false;
  return 'useUserBuffer' in handle && handle.fd >= 0 && stream.writableLength === 0;
}

/**
 * Moves a connection to a socket that reads into `RECEIVED` and tells `receive` how many came.
 * The stream that it had before would allocate a buffer for each read and take it through all of
 * its machinery, which costs more than what is done with the bytes.
 */
export function takeOver(stream: NetSocket, receive: (length: number) => void): Taken {
  const old = stream as unknown as Inner;
  const handle = old._handle;
  if (handle === null) throw new Error('a closed connection cannot be taken over');
  stream.setTimeout(0);
  stream.setNoDelay(true);
  // Else the new socket finds that it is read from already, and fails.
  handle.readStop();
  handle.reading = false;
  const onread = {
    buffer: RECEIVED,
    callback(length: number) {
      receive(length);
      return true;
    },
  };
  const socket = new NetSocket({ handle, onread } as object);
  // The server counts it until it is closed.
  const fresh = socket as unknown as Inner;
  fresh._server = old._server;
  fresh.server = old.server;
  old._server = null;
  old._handle = null;
  stream.removeAllListeners();
  return { socket, descriptor: handle.fd };
}
