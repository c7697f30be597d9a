import { IncomingMessage } from 'node:http';
import { Socket as NetSocket } from 'node:net';
import { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { wsSocket } from './ws-socket.ts';

/** A transport that takes what is written only when a test says so. */
class Transport extends Duplex {
  readonly writes: string[] = [];
  isFull = false;

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, taken: () => void): void {
    this.swallow(chunk, taken);
  }

  override _writev(chunks: { readonly chunk: Buffer }[], taken: () => void): void {
    this.swallow(Buffer.concat(chunks.map(({ chunk }) => Buffer.from(chunk))), taken);
  }

  private swallow(bytes: Buffer, taken: () => void): void {
    this.writes.push(bytes.toString('latin1'));
    if (!this.isFull) taken();
  }
}

/** A server's end of a connection, after the handshake. */
async function openSocket() {
  const transport = new Transport();
  const request = new IncomingMessage(new NetSocket());
  request.method = 'GET';
  request.headers = {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  };
  const server = new WebSocketServer({ noServer: true });
  const ws = await new Promise<WebSocket>((resolve) => {
    server.handleUpgrade(request, transport, Buffer.alloc(0), resolve);
  });
  onTestFinished(() => ws.terminate());
  transport.writes.length = 0;
  const socket = wsSocket(ws, transport);
  const send = (text: string) => socket.send(text, Buffer.byteLength(text));
  return { transport, socket, send };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('frames of one turn leave together, in order, also after a promise', async () => {
  const { transport, send } = await openSocket();
  send('one');
  await Promise.resolve();
  send('two');
  expect(transport.writes).toEqual([]);
  await turn();
  send('three');
  await turn();
  expect(transport.writes).toEqual(['\x81\x03one\x81\x03two', '\x81\x05three']);
});

test('many frames do not wait for the end of the turn', async () => {
  const { transport, send } = await openSocket();
  for (let count = 0; count < 100; count += 1) send('x'.repeat(1_000));
  expect(transport.writes.length).toBeGreaterThan(4);
  await turn();
  expect(transport.writes.join('').length).toBe(100 * 1_004);
});

test('only what the transport did not take counts as buffered', async () => {
  const { transport, socket, send } = await openSocket();
  send('x'.repeat(1_000));
  expect(socket.bufferedBytes).toBe(0);
  await turn();
  expect(socket.bufferedBytes).toBe(0);
  transport.isFull = true;
  send('x'.repeat(1_000));
  await turn();
  expect(socket.bufferedBytes).toBe(1_004);
});

test('what a transport that is behind has to take counts at once', async () => {
  const { transport, socket, send } = await openSocket();
  transport.isFull = true;
  send('x'.repeat(1_000));
  await turn();
  for (let count = 1; count <= 10; count += 1) send('x'.repeat(1_000));
  expect(socket.bufferedBytes).toBe(11 * 1_004);
});

test('a farewell leaves before the connection is cut', async () => {
  const { transport, socket, send } = await openSocket();
  send('farewell');
  socket.close(4_000, 'bye');
  socket.terminate();
  expect(transport.writes).toEqual(['\x81\x08farewell\x88\x05\x0f\xa0bye']);
});
