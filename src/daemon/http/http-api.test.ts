import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSchema } from '../../protocol/decode.ts';
import { OPERATIONS } from '../../protocol/schemas/http.ts';
import type { Problem } from './problem.ts';
import { startTestApi, type TestApi, type TestReply } from './testing/test-api.ts';

let api: TestApi;
let admin: string;

beforeAll(async () => {
  api = await startTestApi({ 'bookings.one_booking_per_rider': 'off' });
  admin = await api.tokenFor('admin', '1');
});
afterAll(() => api.close());

const PLACES = { pickup_location: 'Public market', dropoff_location: 'Barangay hall' };

async function createBooking(booking_id: number, rider_id = 9): Promise<TestReply> {
  return api.operator('POST /bookings', { body: { booking_id, rider_id, ...PLACES } });
}

function problemOf(reply: TestReply) {
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = reply.body as Problem;
  expect(problem).toMatchObject({ status: reply.status, type: `urn:routa:error:${problem.code}` });
  return problem;
}

describe('who may come in', () => {
  it('is anybody at the health end points', async () => {
    expect(await api.tcp('GET /healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await api.tcp('GET /readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('is nobody without a token on TCP', async () => {
    const reply = await api.tcp('GET /stats');
    expect(problemOf(reply)).toMatchObject({ code: 'not_authenticated' });
    expect(reply.headers['www-authenticate']).toBe('Bearer');
  });

  it('is an admin with a token', async () => {
    expect(await api.tcp('GET /stats', { token: admin })).toMatchObject({ status: 200 });
  });

  it('is the operator without one, on the socket of the operator', async () => {
    expect(await api.operator('GET /stats')).toMatchObject({ status: 200 });
  });

  it.each(['driver', 'rider'] as const)('is no %s', async (role) => {
    const reply = await api.tcp('GET /bookings', { token: await api.tokenFor(role, '7') });
    expect(problemOf(reply)).toMatchObject({ status: 403, code: 'not_allowed' });
  });

  it('is nobody with a token for one booking, not even on the operator socket', async () => {
    const token = await api.tokenFor('rider', '7', '501');
    expect(problemOf(await api.operator('GET /bookings', { token })).code).toBe('not_allowed');
  });

  it('is nobody with a token that is unknown or revoked', async () => {
    const unknown = await api.tcp('GET /stats', { token: 'rt_unknown' });
    expect(problemOf(unknown)).toMatchObject({ status: 401, code: 'invalid_token' });
    const token = await api.tokenFor('admin', '66');
    await api.operator('DELETE /tokens?role=admin&user_id=66');
    const revoked = await api.tcp('GET /stats', { token });
    expect(problemOf(revoked)).toMatchObject({ status: 401, code: 'token_revoked' });
  });

  it('is told before anything else is looked at', async () => {
    const reply = await api.tcp('POST /bookings', { text: '{' });
    expect(problemOf(reply).code).toBe('not_authenticated');
  });
});

describe('a booking', () => {
  it('is requested, offered, moved on and shown with its log', async () => {
    expect(await createBooking(501)).toMatchObject({
      status: 201,
      body: { booking_id: 501, status: 'pending', version: 1 },
    });
    const assigned = await api.tcp('POST /bookings/501/assign', {
      token: admin,
      body: { driver_id: 7 },
    });
    expect(assigned).toMatchObject({
      status: 200,
      body: { booking_id: 501, status: 'assigned', version: 2, online: false },
    });
    const cancelled = await api.operator('POST /bookings/501/status', {
      body: { status: 'cancelled', reason: 'closed' },
    });
    expect(cancelled.body).toMatchObject({ status: 'cancelled', version: 3 });
    expect((await api.operator('GET /bookings/501')).body).toMatchObject({
      booking_id: 501,
      rider_id: 9,
      status: 'cancelled',
      reason: 'closed',
      ...PLACES,
    });
    const { body } = await api.operator('GET /bookings/501/events');
    expect(body).toMatchObject({
      events: [
        { from: null, to: 'pending', by: 'admin', by_id: 'operator' },
        { from: 'pending', to: 'assigned', by: 'admin', by_id: 1, driver_id: 7 },
        { from: 'assigned', to: 'cancelled', by: 'admin', reason: 'closed' },
      ],
    });
  });

  it('is made by its first assignment, if rider and places are given', async () => {
    const body = { driver_id: 8, rider_id: 9, ...PLACES };
    const reply = await api.operator('POST /bookings/502/assign', { body });
    expect(reply.body).toMatchObject({ booking_id: 502, status: 'assigned' });
  });

  it('that does not exist is not found', async () => {
    for (const line of ['GET /bookings/404', 'GET /bookings/404/events']) {
      expect(problemOf(await api.operator(line))).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('refuses an illegal step with what is legal', async () => {
    await createBooking(503);
    const reply = await api.operator('POST /bookings/503/status', { body: { status: 'started' } });
    expect(problemOf(reply)).toMatchObject({
      status: 409,
      code: 'illegal_transition',
      details: { status: 'pending', next: ['assigned', 'cancelled'] },
    });
  });

  it('is listed by state, rider and driver, newest first, page by page', async () => {
    for (const id of [601, 602, 603]) await createBooking(id, 77);
    const ids = async (query: string) => {
      const { body } = await api.operator(`GET /bookings?rider_id=77&${query}`);
      const page = body as { bookings: { booking_id: number }[]; after?: number };
      return [page.bookings.map((booking) => booking.booking_id), page.after];
    };
    expect(await ids('limit=2')).toEqual([[603, 602], 602]);
    expect(await ids('limit=2&after=602')).toEqual([[601], undefined]);
    await api.operator('POST /bookings/601/status', { body: { status: 'cancelled' } });
    expect(await ids('open=true')).toEqual([[603, 602], undefined]);
    expect(await ids('status=cancelled,completed')).toEqual([[601], undefined]);
    expect(await ids('driver_id=7')).toEqual([[], undefined]);
  });
});

describe('Idempotency-Key', () => {
  const keyed = (key: string, rider_id: number) =>
    api.operator('POST /bookings', {
      body: { rider_id, ...PLACES },
      headers: { 'idempotency-key': key },
    });

  it('makes a repeat get the first answer again, and only one booking', async () => {
    const first = await keyed('once', 81);
    expect(await keyed('once', 81)).toMatchObject({ status: 201, body: first.body });
    const { body } = await api.operator('GET /bookings?rider_id=81');
    expect(body).toMatchObject({ bookings: [{ status: 'pending' }] });
  });

  it('with other content is refused', async () => {
    await keyed('twice', 82);
    expect(problemOf(await keyed('twice', 83))).toMatchObject({ status: 422, code: 'id_reused' });
  });

  it('is told apart by user', async () => {
    const first = await keyed('mine', 84);
    const other = await api.tcp('POST /bookings', {
      token: admin,
      body: { rider_id: 84, ...PLACES },
      headers: { 'idempotency-key': 'mine' },
    });
    expect(other.status).toBe(201);
    expect(other.body).not.toEqual(first.body);
  });

  it('that is too long is refused', async () => {
    expect(problemOf(await keyed('x'.repeat(65), 85)).detail).toMatch(
      /^Idempotency-Key: must have/,
    );
  });
});

describe('what cannot be understood is refused with its place', () => {
  it.each([
    ['POST /bookings', {}, '/rider_id: is missing'],
    ['POST /bookings', { rider_id: {}, ...PLACES }, '/rider_id: has none of the allowed forms'],
    ['POST /bookings/5/status', { status: 'gone' }, /^\/status: must be one of pending, assigned,/],
    ['POST /tokens', { role: 'driver' }, '/user_id: is missing'],
    ['POST /tokens', { tokens: [{ role: 'driver' }] }, '/tokens/0/user_id: is missing'],
    ['POST /bookings', [], 'the body: must be object'],
  ])('%s with body %j', async (line, body, detail) => {
    const reply = await api.operator(line, { body });
    const problem = problemOf(reply);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_message' });
    expect(problem.detail).toMatch(detail);
  });

  it.each([
    ['GET /bookings?limit=many', 'query /limit: must be integer'],
    ['GET /bookings?limit=5.5', 'query /limit: must be integer'],
    ['GET /bookings?limit=501', 'query /limit: must be <= 500'],
    ['GET /bookings?open=maybe', 'query /open: must be boolean'],
    ['GET /bookings?staus=pending', /^query: no parameter staus; there are status, open/],
    ['GET /bookings/a%20b', 'params /booking_id: has none of the allowed forms'],
    ['GET /drivers?near=91,0', /^query \/near: latitude/],
    ['GET /drivers?near=here', /^query \/near: /],
    ['DELETE /tokens?role=driver', /^query: say whose/],
    ['DELETE /connections?reconnect=true', /^query: say whose/],
  ])('%s', async (line, detail) => {
    const problem = problemOf(await api.operator(line));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_message' });
    expect(problem.detail).toMatch(detail);
  });

  it('JSON that is none, or too large, or of another type', async () => {
    const refused = async (text: string, type = 'application/json') =>
      problemOf(await api.operator('POST /bookings', { text, headers: { 'content-type': type } }));
    const send = async (text: string) => (await refused(text)).code;
    expect(await send('{"a":')).toBe('invalid_json');
    expect(await send('')).toBe('invalid_json');
    for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
      expect(await refused('{}', type), type).toMatchObject({
        code: 'invalid_message',
        detail: 'send JSON, with `Content-Type: application/json`',
      });
    }
    expect(await send(JSON.stringify('x'.repeat(1_048_576)))).toBe('payload_too_large');
  });

  it('a body that is nested too deep', async () => {
    const send = (levels: number) => {
      const data = '['.repeat(levels) + ']'.repeat(levels);
      const text = `{"role":"rider","user_id":9,"event":"x","data":${data}}`;
      return api.operator('POST /notifications', { text });
    };
    expect(problemOf(await send(5_000))).toMatchObject({
      code: 'invalid_message',
      details: { path: '/data' },
    });
    // The body itself is the first level.
    expect(problemOf(await send(64)).status).toBe(400);
    expect(await send(63)).toMatchObject({ status: 201 });
  });

  it('no names that other programs stumble over', async () => {
    const body = '"role":"rider","user_id":9,"event":"x"';
    for (const odd of ['"__proto__":{"x":1}', '"constructor":{"prototype":{"x":1}}']) {
      const reply = await api.operator('POST /notifications', { text: `{${body},${odd}}` });
      expect(reply, odd).toMatchObject({ status: 201 });
    }
  });

  it('a path that leads nowhere', async () => {
    const problem = problemOf(await api.tcp('GET /nowhere?token=rt_secret'));
    expect(problem).toMatchObject({ status: 404, code: 'not_found' });
    expect(problem.detail).toBe('there is no GET /nowhere');
    expect(problemOf(await api.tcp('GET /nowhere%')).status).toBe(404);
  });
});

describe('tokens', () => {
  it('are issued one by one or many at once', async () => {
    const one = { role: 'driver', user_id: 70, name: 'Ramon', ttl_ms: null };
    expect((await api.operator('POST /tokens', { body: one })).body).toEqual({
      tokens: [
        { role: 'driver', user_id: 70, token: expect.stringMatching(/^rt_/), expires_at: null },
      ],
    });
    const tokens = [71, 72].map((user_id) => ({ role: 'driver', user_id, ttl_ms: 60_000 }));
    expect((await api.operator('POST /tokens', { body: { tokens } })).body).toMatchObject({
      tokens: [
        { user_id: 71, expires_at: expect.any(Number) },
        { user_id: 72, expires_at: expect.any(Number) },
      ],
    });
  });

  it('are listed without their secret, revoked and pruned', async () => {
    const token = await api.tokenFor('rider', 'sim-ab-1');
    const list = async () => (await api.operator('GET /tokens?user_id_prefix=sim-ab-')).body;
    const listed = await list();
    expect(listed).toMatchObject({ tokens: [{ user_id: 'sim-ab-1', state: 'valid' }] });
    expect(JSON.stringify(listed)).not.toContain(token);
    const revoked = await api.operator('DELETE /tokens?user_id_prefix=sim-ab-');
    expect(revoked.body).toEqual({ revoked: 1 });
    expect(await list()).toMatchObject({ tokens: [{ state: 'revoked' }] });
    const pruned = await api.operator('POST /tokens/prune', {
      body: { ended_before: Number.MAX_SAFE_INTEGER },
    });
    expect(pruned.body).toEqual({ pruned: expect.any(Number) });
    expect(await list()).toEqual({ tokens: [] });
  });

  it('are pruned up to now when no time is given', async () => {
    expect(await api.operator('POST /tokens/prune')).toMatchObject({ status: 200 });
  });
});

describe('the rest', () => {
  it('notifies a user, who finds it later', async () => {
    const body = { role: 'rider', user_id: 9, event: 'voucher', data: { percent: 10 } };
    const reply = await api.operator('POST /notifications', { body });
    expect(reply).toMatchObject({ status: 201, body: { seq: expect.any(Number), online: false } });
  });

  it('does not notify with more than a stream should hold', async () => {
    const body = { role: 'rider', user_id: 9, event: 'novel', data: 'x'.repeat(20_000) };
    expect(problemOf(await api.operator('POST /notifications', { body })).status).toBe(413);
  });

  it('lists drivers and connections', async () => {
    expect((await api.operator('GET /drivers')).body).toHaveProperty('drivers');
    expect((await api.operator('GET /drivers?near=14.6,121.0')).body).toEqual({ drivers: [] });
    expect(problemOf(await api.operator('GET /drivers/404')).code).toBe('not_found');
    expect((await api.operator('GET /connections')).body).toEqual({ connections: [] });
    const closed = await api.operator('DELETE /connections?role=driver&user_id=7');
    expect(closed.body).toEqual({ closed: 0 });
  });

  it('erases the users of a simulation', async () => {
    const token = await api.tokenFor('admin', 'sim-r1-1');
    expect((await api.operator('DELETE /simulations/r1')).body).toEqual({ revoked: 1 });
    expect((await api.tcp('GET /stats', { token })).status).toBe(401);
  });

  it('answers what the schemas promise', async () => {
    const promised = [
      ['GET /bookings', OPERATIONS.listBookings],
      ['GET /drivers', OPERATIONS.listDrivers],
      ['GET /tokens', OPERATIONS.listTokens],
      ['GET /stats', OPERATIONS.getStats],
    ] as const;
    for (const [line, { answer }] of promised) {
      const { body } = await api.operator(line);
      expect([...compileSchema(answer).Errors(body)], line).toEqual([]);
    }
  });

  it('describes itself', async () => {
    const { status, body } = await api.tcp('GET /openapi.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/api/v1/bookings': {} } });
  });

  it('lets nobody keep or guess what it answers', async () => {
    const { headers } = await api.operator('GET /tokens');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
});
