import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket as NetSocket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../../clock/index.ts';
import type { SocketEvents } from '../../socket.ts';
import { Handshake } from '../handshake.ts';
import type { Transport } from '../transport.ts';

const REQUEST = [
  'GET / HTTP/1.1',
  'Host: routa',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
  '\r\n',
].join('\r\n');

export const LIMITS = { payloadBytesMax: 1_000, fragmentsMax: 4, closeTimeoutMs: 5_000 };

/** Both ends of a connection over TCP: the daemon's transport, and a peer that speaks bytes. */
export interface Upgraded {
  readonly transport: Transport;
  readonly peer: NetSocket;
  /** What the transport has told, event by event. */
  readonly heard: string[];
  /** Resolves when the transport has told that it is over. */
  readonly over: Promise<void>;
  /** What the peer has got after the handshake, once it is so many bytes. */
  readonly gets: (bytes: number) => Promise<Buffer>;
  /** All that the peer has got when the connection has ended. */
  readonly rest: () => Promise<Buffer>;
}

interface Options {
  /** Whether the stream is taken over from Node, as on plain TCP, or left to `ws`. */
  readonly isDirect: boolean;
  /** Bytes that come in one piece with the handshake. */
  readonly head?: Buffer;
  readonly clock?: Clock;
}

export async function openUpgraded({ isDirect, head, clock }: Options): Promise<Upgraded> {
  const server = createServer();
  const { heard, over, events } = listener();
  const handshake = isDirect
    ? new Handshake(LIMITS, clock ?? systemClock)
    : new Handshake(LIMITS, clock ?? systemClock, (_): _ is NetSocket => false);
  const transport = new Promise<Transport>((resolve) => {
    server.on('upgrade', (request, stream, first) => {
      handshake.open(request, stream, first, (opened) => {
        opened.listen(events, first);
        resolve(opened);
      });
    });
  });
  const peer = connect({ port: await portOf(server), host: '127.0.0.1' });
  onTestFinished(() => {
    peer.destroy();
    server.close();
  });
  const { gets, rest } = received(peer);
  peer.write(Buffer.concat([Buffer.from(REQUEST), head ?? Buffer.alloc(0)]));
  return { transport: await transport, peer, heard, over, gets, rest };
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function listener() {
  const heard: string[] = [];
  const say = (event: string) => {
    heard.push(event);
  };
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const events: SocketEvents = {
    message: (text) => say(`message ${text}`),
    binary: () => say('binary'),
    ping: () => say('ping'),
    pong: (payload) => say(`pong ${payload}`),
    violated: (code) => say(`violated ${code}`),
    closed: () => {
      say('closed');
      resolve();
    },
  };
  return { heard, over, events };
}

const ENDS_HANDSHAKE = '\r\n\r\n';

function received(peer: NetSocket) {
  let bytes: Buffer = Buffer.alloc(0);
  let look = () => {};
  const after = () => {
    const end = bytes.indexOf(ENDS_HANDSHAKE);
    return end < 0 ? Buffer.alloc(0) : bytes.subarray(end + ENDS_HANDSHAKE.length);
  };
  peer.on('data', (data: Buffer) => {
    bytes = Buffer.concat([bytes, data]);
    look();
  });
  const ended = once(peer, 'close');
  const gets = (count: number) =>
    new Promise<Buffer>((resolve) => {
      look = () => {
        if (after().length >= count) resolve(after());
      };
      look();
    });
  const rest = async () => {
    await ended;
    return after();
  };
  return { gets, rest };
}
