import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createBoundedServer } from './create-bounded-server.ts';

/** More than the kernel buffers for a peer that does not read. */
const LONG_ANSWER = 'x'.repeat(16 * 1_024 * 1_024);

it('closes connections beyond its limit, also those that never ask anything', async () => {
  let drops = 0;
  const onDrop = () => {
    drops += 1;
  };
  const limit = { connectionsMax: 2, onDrop };
  const server = createBoundedServer((_request, response) => response.end(), limit);
  onTestFinished(() => {
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const dial = () => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => {
      socket.destroy();
    });
    return socket.on('error', () => {});
  };
  /** Answers the server's end. */
  const enter = async (): Promise<Socket> => {
    dial();
    return (await once(server, 'connection'))[0];
  };

  const [first] = [await enter(), await enter()];
  await once(dial(), 'close');
  expect(drops).toBe(1);

  first.destroy();
  await once(first, 'close');
  const socket = dial();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('200 OK');
});

it('cuts off whoever asks and does not read the answer', async () => {
  const timeouts = { answerTimeoutMs: 100 };
  const server = createBoundedServer((_, answer) => answer.end(LONG_ANSWER), undefined, timeouts);
  onTestFinished(() => {
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (): Promise<[Socket, Socket]> => {
    const client = connect(port, '127.0.0.1').on('error', () => {});
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    return [client, (await once(server, 'connection'))[0]];
  };

  const [deaf, held] = await ask();
  deaf.pause();
  await once(held, 'close');
  expect(held.bytesWritten).toBeGreaterThan(0);
  deaf.destroy();
});
