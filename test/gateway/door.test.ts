import { type IncomingMessage, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { connectAs, connectWith, open } from '../support/connect-as.ts';
import { sharedTestDaemon, startTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon({ origins: ['https://dispatch.example'] });

describe('a page', () => {
  test.each([
    ['of the same host on another port', 'http://127.0.0.1:3000'],
    ['of an origin on the list', 'https://dispatch.example'],
  ])('%s may connect', async (_what, origin) => {
    await connectAs(daemon, 'rider:1', { headers: { origin } });
  });

  test.each([
    ['of another site', 'https://evil.example'],
    ['of a site whose name only begins alike', 'https://dispatch.example.evil.example'],
    ['of an origin on the list on another port', 'https://dispatch.example:8443'],
    ['of no site', 'null'],
    ['of nonsense', 'nonsense'],
  ])('%s is closed 4503, also with a good token', async (_what, origin) => {
    const token = await daemon.tokenFor('rider:1');
    const protocols = ['routa.v1', `bearer.${token}`];
    const page = open(daemon, { token, protocols, headers: { origin } });
    expect(await page.next('disconnect')).toMatchObject({ code: 4503, reconnect: false });
    expect(await page.closed).toBe(4503);
    expect(page.all('authenticated')).toEqual([]);
  });
});

test('an app in a web view may have any origin, with its token in a header', async () => {
  const token = await daemon.tokenFor('rider:1');
  const headers = { origin: 'capacitor://localhost', authorization: `Bearer ${token}` };
  await connectWith(daemon, { headers });
  const { authorization: _none, ...without } = headers;
  expect(await open(daemon, { token, headers: without }).closed).toBe(4503);
});

/** The answer to an upgrade that is not granted. */
function knock(url: string, path: string): Promise<IncomingMessage> {
  const { port } = new URL(url);
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, headers }, (answer) => resolve(answer.resume()));
    asked.on('error', reject).end();
  });
}

test('sockets are at / and /ws, and nowhere else', async () => {
  expect((await knock(daemon.url, '/socket')).statusCode).toBe(404);
});

describe('connections', () => {
  test('from one address are limited: a further one is closed 4006', async () => {
    const small = await startTestDaemon({ limits: { connectionsPerAddressMax: 2 } });
    const token = await small.tokenFor('rider:1');
    const clients = [await connectWith(small, { token }), await connectWith(small, { token })];
    const further = open(small, { token });
    const farewell = { code: 4006, reconnect: true, retry_after_ms: 10_000 };
    expect(await further.next('disconnect')).toMatchObject(farewell);
    expect(await further.closed).toBe(4006);
    for (const client of clients) await client.must({ type: 'ping' });
    await small.operator();
  });

  test('in all are limited, and the operator still gets in', async () => {
    const small = await startTestDaemon({ limits: { connectionsMax: 1 } });
    const token = await small.tokenFor('rider:1');
    await connectWith(small, { token });
    const further = open(small, { token });
    expect(await further.next('disconnect')).toMatchObject({ code: 4006, reconnect: true });
    await small.operator();
  });

  test('come at a limited rate: a further one is told when to try again', async () => {
    // The rate is kept in front of real sockets: so low that a slow machine adds no further one.
    const limits = { connectsPerSecond: 0.001, connectsBurst: 2 };
    const small = await startTestDaemon({ limits });
    const clients = [open(small, { isSilent: true }), open(small, { isSilent: true })];
    await Promise.all(clients.map((client) => client.opened));
    const answer = await knock(small.url, '/ws');
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(100);
    const { dropped } = await small.api.call('getStats', {});
    expect(dropped).toMatchObject({ connect_rate: 1 });
  });

  test('are not limited by rate or address for a load test', async () => {
    const limits = { connectionsPerAddressMax: 1, connectsPerSecond: 1, connectsBurst: 1 };
    const small = await startTestDaemon({ rateLimits: false, limits });
    const token = await small.tokenFor('rider:1');
    for (let count = 1; count <= 3; count += 1) await connectWith(small, { token });
  });
});
