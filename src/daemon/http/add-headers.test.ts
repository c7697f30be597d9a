import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ origins: 'https://*.example.ph' });
});
afterAll(() => api.close());

const PAGE = 'https://board.example.ph';
const STRANGER = 'https://evil.example';
const preflight = (origin: string) => ({
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization, content-type',
  },
});

it.each(['GET /healthz', 'GET /bookings', 'GET /nowhere', 'GET /openapi.json'])(
  '%s is kept by nobody, shown in no frame, and no guess at what it is',
  async (line) => {
    const { headers } = await api.tcp(line);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('server');
  },
);

describe('a page of an allowed origin', () => {
  it('may ask first, and then ask', async () => {
    const { status, headers, body } = await api.tcp(
      'OPTIONS /bookings/501/assign',
      preflight(PAGE),
    );
    expect([status, body]).toEqual([204, null]);
    expect(headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'authorization, content-type, idempotency-key',
      vary: 'origin',
    });
    const token = await api.tokenFor('admin', '1');
    const asked = await api.tcp('GET /bookings', { token, headers: { origin: PAGE } });
    expect(asked.status).toBe(200);
    expect(asked.headers['access-control-allow-origin']).toBe(PAGE);
  });

  it('is told why it is refused', async () => {
    const { status, headers } = await api.tcp('GET /bookings', { headers: { origin: PAGE } });
    expect([status, headers['access-control-allow-origin']]).toEqual([401, PAGE]);
  });

  it('never gets anything for its cookies', async () => {
    const { headers } = await api.tcp('OPTIONS /bookings', preflight(PAGE));
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('a page of another site', () => {
  it('is refused when it asks first', async () => {
    const { status, headers, body } = await api.tcp('OPTIONS /bookings', preflight(STRANGER));
    expect([status, body]).toMatchObject([403, { code: 'not_allowed' }]);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('reads no answer, whatever it sends', async () => {
    const token = await api.tokenFor('admin', '1');
    const request = { token, headers: { origin: STRANGER } };
    const { headers } = await api.tcp('GET /bookings', request);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers.vary).toBe('origin');
  });
});
