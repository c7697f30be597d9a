import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchExchange } from '../browser/fetch-exchange.ts';
import { apiClient } from '../index.ts';
import { exchange } from '../node/http-exchange.ts';
import { createApiClient } from './api-client.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let reply: { status: number; text: string } | 'silence';

beforeEach(async () => {
  seen = [];
  reply = { status: 200, text: '{}' };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body });
    if (reply !== 'silence') response.writeHead(reply.status).end(reply.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const url = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe.each([
  ['in Node', exchange],
  ['in a browser', fetchExchange],
])('%s', (_, exchangeOf) => {
  const api = (options = {}) => createApiClient({ url: url(), ...options }, exchangeOf);

  test('an operation is called by its name', async () => {
    reply = { status: 201, text: '{"booking_id":4,"status":"assigned","version":2}' };
    const answer = await api({ token: 'rt_1' }).call('assignDriver', {
      params: { booking_id: 'a/ñ' },
      body: { driver_id: 7 },
      idempotencyKey: 'k1',
    });
    expect(answer).toEqual({ booking_id: 4, status: 'assigned', version: 2 });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/bookings/a%2F%C3%B1/assign',
      headers: {
        authorization: 'Bearer rt_1',
        'content-type': 'application/json',
        'idempotency-key': 'k1',
      },
      body: '{"driver_id":7}',
    });
  });

  test('an operation that does not exist is named, and those that do', async () => {
    await expect(api().call('driveAway' as 'listBookings')).rejects.toMatchObject({
      code: 'unknown_operation',
      message: expect.stringMatching(/^driveAway is no operation; there are .*listBookings/),
    });
  });

  test('lists in a query are written with commas, and what is absent is left out', async () => {
    await api().call('listBookings', { query: { status: ['pending', 'assigned'], limit: 5 } });
    await api().call('listBookings');
    expect(seen.map((each) => each.url)).toEqual([
      '/api/v1/bookings?status=pending%2Cassigned&limit=5',
      '/api/v1/bookings',
    ]);
    expect(seen[0]?.headers.authorization).toBe(undefined);
  });

  test('any path of the daemon can be asked for', async () => {
    reply = { status: 204, text: '' };
    expect(await api().request('GET', '/readyz')).toBe(undefined);
  });

  test('a problem is rejected with its code', async () => {
    const problem = {
      code: 'rate_limited',
      detail: 'slowly',
      retry_after_ms: 9,
      details: { a: 1 },
    };
    reply = { status: 429, text: JSON.stringify(problem) };
    await expect(api().call('getStats')).rejects.toMatchObject({
      name: 'ClientError',
      code: 'rate_limited',
      message: 'slowly',
      temporary: true,
      retryAfterMs: 9,
      details: { a: 1 },
    });
  });

  test.each([
    [502, '<h1>Bad gateway</h1>'],
    [404, '{"error":"not here"}'],
    [200, 'hello'],
  ])('something else that answers %i is told apart', async (status, text) => {
    reply = { status, text };
    await expect(api().call('getStats')).rejects.toMatchObject({
      code: 'invalid_answer',
      message: `what answered (HTTP ${status}) is not the API of routa`,
    });
  });

  test('a daemon that is not there is unreachable', async () => {
    const away = createApiClient({ url: 'ws://127.0.0.1:1' }, exchangeOf);
    await expect(away.call('getStats')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('no daemon answers at 127.0.0.1:1'),
    });
  });

  test('a daemon that does not answer is given up', async () => {
    reply = 'silence';
    await expect(api({ timeoutMs: 20 }).call('getStats')).rejects.toMatchObject({
      code: 'timeout',
    });
  });
});

describe("the operator's socket", () => {
  test('is asked without a token', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'routa-api-'));
    const socketPath = path.join(directory, 'a socket.sock');
    const local = createServer((request, response) => {
      response.end(JSON.stringify({ url: request.url }));
    });
    local.listen(socketPath);
    await once(local, 'listening');
    const api = apiClient({ socketPath });
    expect(await api.request('GET', '/healthz')).toEqual({ url: '/healthz' });
    local.closeAllConnections();
    local.close();
    await rm(directory, { recursive: true });
    await expect(api.request('GET', '/healthz')).rejects.toMatchObject({
      code: 'unreachable',
      message: `no daemon answers at ${socketPath} (ENOENT)`,
    });
  });
});

test('an address that is none throws at once', () => {
  expect(() => apiClient({ url: 'localhost' })).toThrow(/is no URL/);
});
