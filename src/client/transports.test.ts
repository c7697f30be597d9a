import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { openWebSocket } from './browser/web-socket.ts';
import type { Address, OpenSocket, Socket } from './connection/socket.ts';
import { nodeEnvironment } from './node/environment.ts';
import { openWsSocket } from './node/ws-socket.ts';
import { Queue } from './testing/queue.ts';
import { ScriptedDaemon } from './testing/scripted-daemon.ts';

let daemon: ScriptedDaemon;
beforeEach(async () => {
  daemon = await ScriptedDaemon.start();
});
afterEach(() => daemon.close());

/** Opens a socket and tells what it told, in order. */
function opening(openSocket: OpenSocket, address: Address = daemon.url) {
  const told = new Queue<string>();
  const socket: Socket = openSocket(address, {
    opened: () => told.push('opened'),
    received: (text) => told.push(text),
    closed: (code, reason) => told.push(`closed ${code} ${reason}`),
  });
  return { socket, told };
}

describe.each([
  ['of the ws library', openWsSocket],
  ['that loads the ws library first', nodeEnvironment.openSocket],
  ['of a browser', openWebSocket],
])('a socket %s', (_, openSocket) => {
  test('brings text both ways, and the close of the daemon', async () => {
    const { socket, told } = opening(openSocket);
    const peer = await daemon.peer();
    expect(await told.next()).toBe('opened');
    socket.send('{"type":"ping"}');
    expect(await peer.received()).toEqual({ type: 'ping' });
    expect(socket.bufferedBytes).toBe(0);
    peer.sendText('¡hola!');
    expect(await told.next()).toBe('¡hola!');
    peer.close(4000, 'stopping');
    expect(await told.next()).toBe('closed 4000 stopping');
    socket.send('too late');
  });

  test('closes politely', async () => {
    const { socket, told } = opening(openSocket);
    const peer = await daemon.peer();
    await told.next();
    socket.close(1000, '');
    expect(await peer.closed).toBe(1000);
    expect(await told.next()).toMatch(/^closed 1000/);
  });

  test('tells of a connection that broke', async () => {
    const { told } = opening(openSocket);
    const peer = await daemon.peer();
    await told.next();
    peer.break();
    expect(await told.next()).toBe('closed 1006 ');
  });

  test('tells of a daemon that is not there', async () => {
    const { told } = opening(openSocket, 'ws://127.0.0.1:1');
    expect(await told.next()).toMatch(/^closed 1006 /);
  });

  test('lets go of what is not open yet', async () => {
    const { socket } = opening(openSocket);
    socket.destroy();
  });
});

test('a browser reaches no local socket', () => {
  expect(() => opening(openWebSocket, { socketPath: '/run/routa.sock' })).toThrow(/give a URL/);
});

test('Node reaches a local socket, whatever its path', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'routa client:'));
  const socketPath = path.join(directory, 'a socket.sock');
  const server = createServer();
  const wss = new WebSocketServer({ server });
  wss.on('connection', (socket) => socket.close(4000, 'seen'));
  server.listen(socketPath);
  await once(server, 'listening');
  const { told } = opening(openWsSocket, { socketPath });
  expect(await told.next()).toBe('opened');
  expect(await told.next()).toBe('closed 4000 seen');
  server.close();
  await rm(directory, { recursive: true });
});
