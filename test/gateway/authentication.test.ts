import { describe, expect, test } from 'vitest';
import { connectAs, connectWith, open } from '../support/connect-as.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();
const operatorUrl = () => `ws+unix:${daemon.socketPath}:/`;

describe('a session opens', () => {
  test('with a token in the first message', async () => {
    const driver = await connectAs(daemon, 'driver:7', { name: 'Jun' });
    expect(driver.all('authenticated')).toMatchObject([
      { user_id: 7, role: 'driver', name: 'Jun', from: 0, seq: 0, resumed: false },
    ]);
    expect(await driver.next('snapshot')).toEqual({
      type: 'snapshot',
      bookings: [],
      positions: [],
    });
  });

  test('with a token in the Authorization header', async () => {
    const token = await daemon.tokenFor('rider:8');
    const rider = await connectWith(daemon, { headers: { authorization: `Bearer ${token}` } });
    expect(rider.all('authenticated')).toMatchObject([{ user_id: 8, role: 'rider' }]);
  });

  test('with a token as a subprotocol, which is never the one selected', async () => {
    const token = await daemon.tokenFor('driver:d-8');
    const driver = await connectWith(daemon, { protocols: [`bearer.${token}`, 'routa.v1'] });
    expect(driver.all('authenticated')).toMatchObject([{ user_id: 'd-8', role: 'driver' }]);
    expect(driver.protocol).toBe('routa.v1');
  });

  test('at /ws as at /', async () => {
    const token = await daemon.tokenFor('driver:9');
    await connectWith({ url: `${daemon.url}/ws` }, { token });
  });

  test('of the operator, for whoever can open the socket of the daemon', async () => {
    const operator = await daemon.operator();
    expect(operator.all('authenticated')).toMatchObject([{ user_id: 'operator', role: 'admin' }]);
  });

  test('of that user, for a token on the socket of the operator', async () => {
    const token = await daemon.tokenFor('rider:10');
    const rider = await connectWith({ url: operatorUrl() }, { token });
    expect(rider.all('authenticated')).toMatchObject([{ user_id: 10, role: 'rider' }]);
  });

  test('for a user who says who they are, in either form of the id', async () => {
    const token = await daemon.tokenFor('driver:11');
    await connectWith(daemon, { token, role: 'driver', user_id: 11 });
    await connectWith(daemon, { token, role: 'driver', user_id: '11' });
  });

  test('and answers the id of the auth, in addition to authenticated', async () => {
    const client = open(daemon, { isSilent: true });
    await client.opened;
    const token = await daemon.tokenFor('driver:12');
    expect(await client.ask({ type: 'auth', token })).toMatchObject({ type: 'ack' });
    expect(client.all('authenticated')).toHaveLength(1);
  });
});

describe('a session does not open', () => {
  const bad = `rt_${'A'.repeat(43)}`;

  test.each([
    ['an unknown token', { token: bad }],
    ['no token', {}],
    ['what is no token at all', { token: 'hunter2' }],
    ['an empty token', { token: '' }],
    ['a token that is too long', { token: 'x'.repeat(5_000) }],
  ])('with %s: closed 4500, and not to come back', async (_what, auth) => {
    const client = open(daemon, auth);
    expect(await client.next('error')).toMatchObject({ code: 'invalid_token', temporary: false });
    expect(await client.next('disconnect')).toMatchObject({ code: 4500, reconnect: false });
    expect(await client.closed).toBe(4500);
  });

  test.each([
    ['another role', { role: 'rider' as const }],
    ['another user', { user_id: 70 }],
  ])('for a token of %s than the client says', async (_what, claims) => {
    const token = await daemon.tokenFor('driver:7');
    const client = open(daemon, { token, ...claims });
    expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
    expect(await client.closed).toBe(4500);
  });

  test.each([
    ['role', { role: 'rider' as const, user_id: 'operator' }],
    ['user', { role: 'admin' as const, user_id: 1 }],
  ])('without a token on the socket of the operator for another %s', async (_what, claims) => {
    const client = open({ url: operatorUrl() }, claims);
    expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
    expect(await client.closed).toBe(4500);
  });

  test('for a token that was revoked: closed 4501', async () => {
    const token = await daemon.tokenFor('driver:13');
    await daemon.api.call('revokeTokens', { query: { role: 'driver', user_id: 13 } });
    const client = open(daemon, { token });
    expect(await client.next('error')).toMatchObject({ code: 'token_revoked' });
    expect(await client.next('disconnect')).toMatchObject({ code: 4501, reconnect: false });
    expect(await client.closed).toBe(4501);
  });

  test('with a token in the query of the URL', async () => {
    const token = await daemon.tokenFor('driver:14');
    const client = open({ url: `${daemon.url}/ws?token=${token}` }, {});
    expect(await client.closed).toBe(4500);
  });

  test('with a bad token on the socket of the operator, who would have needed none', async () => {
    const client = open({ url: operatorUrl() }, { token: bad });
    expect(await client.closed).toBe(4500);
  });
});

describe('before it is authenticated, a client', () => {
  test('is refused everything but auth, ping and pong', async () => {
    const client = open(daemon, { isSilent: true });
    await client.opened;
    const answer = await client.ask({ type: 'join_room', room: 'fleet' });
    expect(answer).toMatchObject({ type: 'error', code: 'not_authenticated', temporary: false });
    expect(await client.ask({ type: 'ping' })).toMatchObject({ type: 'ack' });
    expect(await client.ask({ type: 'pong' })).toMatchObject({ type: 'ack' });
    expect(client.all('pong')).toHaveLength(1);
  });

  test('may send what comes after auth without waiting; it is processed in order', async () => {
    const client = open(daemon, { isSilent: true });
    await client.opened;
    client.send({ type: 'auth', token: await daemon.tokenFor('driver:15'), id: 'first' });
    const fix = { type: 'location_update', latitude: 14, longitude: 121 };
    const ids = ['1', '2', '3', '4', '5'];
    for (const id of ids) client.send({ ...fix, id });
    await client.answerTo('5');
    const answered = client.all('ack').map(({ id }) => id);
    expect(answered).toEqual(['first', ...ids]);
  });

  test('may send a whole batch of them', async () => {
    const client = open(daemon, { isSilent: true });
    await client.opened;
    client.send({ type: 'auth', token: await daemon.tokenFor('admin:16') });
    for (let id = 1; id <= 300; id += 1) client.send({ type: 'leave_room', room: 'fleet', id });
    expect(await client.answerTo(300)).toMatchObject({ type: 'ack' });
  });
});

describe('auth with a new token, in a session that is open,', () => {
  test('refreshes it: authenticated again, and no snapshot', async () => {
    const driver = await connectAs(daemon, 'driver:17');
    await driver.next('snapshot');
    const token = await daemon.tokenFor('driver:17', { ttl_ms: 5_000_000 });
    const id = 'refresh';
    driver.send({ type: 'auth', token, id });
    expect(await driver.answerTo(id)).toMatchObject({ type: 'ack' });
    const [before, after] = driver.all('authenticated');
    expect(after?.session).toBe(before?.session);
    expect(after?.expires_at).toBeLessThan(before?.expires_at ?? 0);
    expect(driver.all('snapshot')).toHaveLength(1);
  });

  test('is refused for the token of another user, and the session goes on', async () => {
    const driver = await connectAs(daemon, 'driver:18');
    const token = await daemon.tokenFor('rider:18');
    expect(await driver.ask({ type: 'auth', token })).toMatchObject({ code: 'not_allowed' });
    expect(await driver.ask({ type: 'ping' })).toMatchObject({ type: 'ack' });
  });

  test('is refused for a bad token, and the session goes on', async () => {
    const driver = await connectAs(daemon, 'driver:19');
    const token = `rt_${'B'.repeat(43)}`;
    expect(await driver.ask({ type: 'auth', token })).toMatchObject({ code: 'invalid_token' });
    expect(await driver.ask({ type: 'ping' })).toMatchObject({ type: 'ack' });
  });

  test('counts as a command, so that nobody can guess tokens without end', async () => {
    const still = await simulateDaemon();
    const driver = await still.connectAs('driver:20');
    const token = `rt_${'C'.repeat(43)}`;
    const answers = await Promise.all(
      Array.from({ length: 101 }, () => driver.ask({ type: 'auth', token })),
    );
    expect(answers.at(-1)).toMatchObject({ code: 'rate_limited' });
  });
});
