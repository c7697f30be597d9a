import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../clock/index.ts';
import { assemble, type Live } from '../assemble.ts';
import { localBus } from '../bus/local-bus.ts';
import { loadConfig } from '../config/load-config.ts';
import { countBadToken } from '../gateway/count-bad-token.ts';
import { createLog } from '../log/create-log.ts';
import { openSqliteStore } from '../store/sqlite/open-store.ts';
import type { Store } from '../store/store.ts';
import { makeTempDirectory, type TempDirectory } from '../store/testing/temp-directory.ts';
import { createHttpApp } from './create-http-app.ts';

let directory: TempDirectory;
let store: Store;
let live: Live;
let stops: (() => unknown)[];

beforeEach(async () => {
  stops = [];
  directory = makeTempDirectory();
  const { config } = loadConfig({
    flags: { data: directory.path, 'limits.auth_failures_max': 2 },
    env: {},
  });
  store = await openSqliteStore({ directory: directory.path, queuedMax: () => 100 });
  const log = await createLog({ level: 'silent', format: 'json' });
  const random = () => 0.5;
  live = await assemble({
    config,
    log,
    store,
    bus: localBus(),
    random,
    wallClock: systemClock,
    version: '0',
  });
});
afterEach(async () => {
  for (const stop of stops) await stop();
  await live.close();
  await store.close();
  directory.remove();
});

async function serve(isReady: () => boolean) {
  const app = createHttpApp(live.parts, {
    operator: false,
    control: { reload: () => expect.unreachable(), stop: () => expect.unreachable() },
    isReady,
    countBadToken: (address, refusal) => countBadToken(live.parts, { address }, refusal),
  });
  const server = createServer((incoming, response) => app.handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

async function issueToken(): Promise<string> {
  const issued = await live.parts.tokens.issue([{ role: 'admin', userId: '1' }]);
  return issued.ok ? (issued.tokens[0]?.token ?? '') : '';
}

it('says that it is not ready while the daemon drains, and still that it lives', async () => {
  let isReady = true;
  const { url } = await serve(() => isReady);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  isReady = false;
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it('closes once what is under way has been answered, however often it is told', async () => {
  const { app, url } = await serve(() => true);
  const token = await issueToken();
  const upload = request(`${url}/api/v1/tokens/prune`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      expect: '100-continue',
    },
  });
  const answered = new Promise<string>((resolve, reject) => {
    upload.on('error', reject);
    upload.on('response', (response) => {
      response.resume();
      resolve(`answered ${response.statusCode}`);
    });
  });
  await new Promise<void>((resolve) => {
    upload.on('continue', resolve);
    upload.flushHeaders();
  });
  const closed = Promise.all([app.close(), app.close()]).then(() => 'closed');
  upload.end('{}');
  expect(await Promise.all([answered, closed])).toEqual(['answered 200', 'closed']);
});

it('closes at once when nobody ever asked anything', async () => {
  const { app } = await serve(() => true);
  await app.close();
});

it('locks out bad tokens after too many, never good ones', async () => {
  const { url } = await serve(() => true);
  const token = await issueToken();
  const statusWith = async (tried: string) => {
    const headers = { authorization: `Bearer ${tried}` };
    const response = await fetch(`${url}/api/v1/stats`, { headers });
    const { retry_after_ms: retryAfterMs } = (await response.json()) as Record<string, unknown>;
    const isAskedToWait = Number(response.headers.get('retry-after')) > 0;
    expect(Number.isInteger(retryAfterMs)).toBe(isAskedToWait);
    return [response.status, isAskedToWait];
  };
  expect(await statusWith('rt_bad')).toEqual([401, false]);
  expect(await statusWith('rt_worse')).toEqual([401, false]);
  expect(await statusWith('rt_worst')).toEqual([429, true]);
  expect(await statusWith(token)).toEqual([200, false]);
  expect(live.parts.counters.dropped.get('auth_failed')).toBe(3);
});
