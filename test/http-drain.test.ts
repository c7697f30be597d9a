import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { ManualClock } from '../src/clock/index.ts';
import { closeDoor } from '../src/daemon/http/close-door.ts';
import { createHttpApp } from '../src/daemon/http/create-http-app.ts';
import { Patience } from '../src/daemon/patience.ts';
import { simulateDaemon } from './support/simulated-daemon.ts';

/**
 * The HTTP side of a stop, on a clock that is moved by hand: a store that takes its time is no
 * reason to leave somebody without an answer to what was carried out.
 */

const PRUNE = ['POST /api/v1/tokens/prune HTTP/1.1', 'Host: x', 'Content-Type: application/json'];

/** A daemon whose operator's door is a port, and whose store prunes tokens only once it is let. */
async function openDoor() {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const pruneTokens = async () => {
    asked.resolve();
    await gate.promise;
    return 3;
  };
  const daemon = await simulateDaemon({}, { spoil: () => ({ pruneTokens }) });
  let isReady = true;
  const app = createHttpApp(daemon.live.parts, {
    operator: true,
    control: { reload: () => expect.unreachable(), stop: () => expect.unreachable() },
    isReady: () => isReady,
    countBadToken: (_address, refusal) => refusal,
  });
  const server = createServer(app.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const patience = new Patience(daemon.clock);
  const send = (...lines: readonly string[]): Socket => {
    const socket = connect(port, '127.0.0.1', () => socket.write(lines.join('\r\n')));
    onTestFinished(() => void socket.destroy());
    return socket.on('error', () => {});
  };
  const opened = async (socket: Socket) => {
    if (socket.connecting) await once(socket, 'connect');
    await expect.poll(() => promisify(server.getConnections.bind(server))()).toBe(1);
  };
  return {
    opened,
    ...{ daemon, gate, asked: asked.promise, patience, send },
    drain: () => {
      isReady = false;
    },
    close: () => closeDoor({ server, app }, patience),
  };
}

/** Time that passes in steps, between which promises are kept. */
async function pass(clock: ManualClock, durationMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < durationMs; passedMs += 250) {
    clock.advance(250);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a request that was sent is answered, though the answer takes ten seconds', async () => {
  const { daemon, gate, asked, send, close } = await openDoor();
  const answer = text(send(...PRUNE, 'Content-Length: 2', 'Connection: close', '', '{}'));
  await asked;
  const closed = close();
  await pass(daemon.clock, 10_000);
  gate.resolve();
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"pruned":3\}$/);
  await closed;
});

test('one whose answer never comes is given up in the end', async () => {
  const { daemon, asked, send, close } = await openDoor();
  const answer = text(send(...PRUNE, 'Content-Length: 2', '', '{}'));
  await asked;
  await daemon.passing(close());
  expect(await answer).toBe('');
});

test('one whose connection was just opened is answered', async () => {
  const { send, drain, close, opened } = await openDoor();
  const sender = send('GET /readyz HTTP/1.1', 'Host: x');
  await opened(sender);
  drain();
  const closed = close();
  await new Promise((resolve) => setImmediate(resolve));
  const answer = text(sender);
  sender.write('\r\n\r\n');
  expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*connection: close/i);
  await closed;
});

test('whoever has connected and says nothing does not hold the daemon for long', async () => {
  const { daemon, send, close, opened } = await openDoor();
  await opened(send(''));
  const closed = close();
  await pass(daemon.clock, 1_250);
  await closed;
});

test('one that is never sent to its end does not hold the daemon for long', async () => {
  const { daemon, send, close } = await openDoor();
  const sender = send(...PRUNE, 'Content-Length: 2', 'Expect: 100-continue', '', '');
  expect(String(await once(sender, 'data'))).toContain('100 Continue');
  const closed = close();
  await pass(daemon.clock, 1_000);
  await closed;
});

test('whoever insists waits for no answer', async () => {
  const { daemon, asked, send, close, patience } = await openDoor();
  const answer = text(send(...PRUNE, 'Content-Length: 2', '', '{}'));
  await asked;
  const closed = close();
  patience.hurry();
  await pass(daemon.clock, 500);
  await closed;
  expect(await answer).toBe('');
});

test('a daemon that drains still answers, and asks to be left', async () => {
  const { send, drain, close } = await openDoor();
  drain();
  const answer = text(send('GET /readyz HTTP/1.1', 'Host: x', '', ''));
  expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*connection: close/i);
  await close();
});
