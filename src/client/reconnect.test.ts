import { describe, expect, test } from 'vitest';
import { ClientError, connect } from './index.ts';
import { clientWorld, next, status } from './testing/client-world.ts';
import { openedSession } from './testing/opened-session.ts';

const world = clientWorld();

describe('opening a session', () => {
  test('says who it is, and that it acknowledges', async () => {
    const { client, peer } = await world().open({
      user: { role: 'driver', userId: '7' },
      client: { name: 'test', version: '1' },
    });
    expect(peer.auth).toEqual({
      type: 'auth',
      token: 'rt_1',
      role: 'driver',
      user_id: 7,
      acks: true,
      device: 's'.repeat(10),
      attempt: expect.any(Number),
      client: { name: 'test', version: '1' },
    });
    expect(client.session).toMatchObject({ type: 'authenticated', session: 's1' });
    expect(client.status).toMatchObject({ state: 'live', attempt: 1 });
  });

  test('takes up where an earlier client stopped', async () => {
    const resume = { epoch: 'e1', seq: 5 };
    const client = world().connect({ resume, device: 'tab-1', acks: false });
    const peer = await world().daemon.session({ from: 5, seq: 5, resumed: true });
    await client.ready();
    expect(peer.auth).toMatchObject({ resume, device: 'tab-1', acks: false });
    expect(client.position).toEqual(resume);
  });

  test('an address that is none throws at once', () => {
    expect(() => connect({ url: 'localhost:8282' })).toThrow(ClientError);
  });
});

describe('a lost connection', () => {
  test('is opened again by the same device, with a higher attempt and the position', async () => {
    const { client, peer } = await world().open({ device: 'd1' });
    peer.break();
    expect(await status(client, 'offline')).toMatchObject({
      attempt: 1,
      code: 1006,
      reason: 'the connection broke',
    });
    await world().comeBack(client);
    const again = await world().daemon.session({ resumed: true });
    expect(again.auth).toEqual({
      ...peer.auth,
      attempt: Number(peer.auth.attempt) + 1,
      role: 'driver',
      user_id: 7,
      resume: { epoch: 'e1', seq: 0 },
    });
  });

  test('tells when it will be tried again', async () => {
    const { client, peer } = await world().open();
    peer.break();
    const { nextRetryAt } = await status(client, 'offline');
    expect(nextRetryAt).toBe(world().clock.now() + 250);
  });

  test('spreads over the window of a daemon that stops', async () => {
    const { client, peer } = await world().open();
    const farewell = { code: 4000, reason: 'stopping', reconnect: true, retry_after_ms: 8_000 };
    peer.send({ type: 'disconnect', ...farewell });
    peer.close(4000, 'stopping');
    const { nextRetryAt, reason } = await status(client, 'offline');
    expect({ nextRetryAt, reason }).toEqual({
      nextRetryAt: world().clock.now() + 4_000,
      reason: 'stopping',
    });
  });

  test('does not wait when the network is back', async () => {
    const { client, peer } = await world().open();
    peer.break();
    await status(client, 'offline');
    client.wake();
    await world().daemon.session();
  });

  test('a daemon that is not there fails those who only look once', async () => {
    const client = connect({ url: 'ws://127.0.0.1:1', clock: world().clock });
    await expect(client.ready({ attemptsMax: 1 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    await client.close();
  });
});

test('a page that may not open the address is told why', async () => {
  const client = world().connect({
    openSocket: () => {
      throw new Error('mixed content');
    },
  });
  expect(await status(client, 'offline')).toMatchObject({ reason: 'mixed content', code: 1006 });
});

describe('a silent connection', () => {
  test('is suspected, asked, and believed again when it answers', async () => {
    const { client, peer } = await world().open();
    const stale = status(client, 'stale');
    world().clock.advance(37_500);
    await stale;
    expect(await peer.received()).toEqual({ type: 'ping' });
    const live = status(client, 'live');
    peer.send({ type: 'pong' });
    await live;
  });

  test('that answers in the very moment in which it is asked is live', async () => {
    const frames: string[] = [];
    const client = world().connect({
      openSocket: (_, { opened, received, closed }) => {
        queueMicrotask(opened);
        const answers = { auth: openedSession(), ping: { type: 'pong' } };
        const send = (text: string) => {
          frames.push(JSON.parse(text).type);
          const answer = Reflect.get(answers, frames.at(-1) ?? '');
          received(JSON.stringify(answer));
        };
        return { bufferedBytes: 0, send, close: () => closed(1000, ''), destroy() {} };
      },
    });
    await client.ready();
    expect(client.status.state).toBe('live');
    client.wake();
    expect(frames).toEqual(['auth', 'ping']);
    expect(client.status.state).toBe('live');
  });

  test('is given up after two and a half heartbeats', async () => {
    const { client, peer } = await world().open();
    const offline = status(client, 'offline');
    world().clock.advance(62_500);
    expect(await offline).toMatchObject({ reason: 'the daemon has fallen silent' });
    expect(await peer.closed).toBe(1006);
  });

  test('is asked at once after the machine slept', async () => {
    const { client, peer } = await world().open();
    world().clock.jump(3_600_000);
    world().clock.advance(5_000);
    expect(client.status.state).toBe('stale');
    expect(await peer.received()).toEqual({ type: 'ping' });
  });

  test('is asked when an answer is slow, and given up long before the command is', async () => {
    const { client, peer } = await world().open();
    const result = client.send({ type: 'ping' });
    const command = await peer.received();
    world().clock.advance(10_000);
    expect(client.status.state).toBe('offline');
    await world().comeBack(client);
    const again = await world().daemon.session({ resumed: true });
    expect(await again.acknowledge()).toEqual(command);
    await result;
  });

  test('pings are answered', async () => {
    const { peer } = await world().open();
    peer.send({ type: 'ping', server_time: 1 });
    expect(await peer.received()).toEqual({ type: 'pong' });
  });
});

describe('a refusal', () => {
  test('of the token is final, and says what the daemon said', async () => {
    const client = world().connect();
    const waiting = client.send({ type: 'ping' });
    const peer = await world().daemon.peer();
    await peer.received();
    const text = 'the token expired';
    peer.send({ type: 'error', code: 'token_expired', message: text, temporary: false });
    peer.close(4500);
    await expect(client.ready()).rejects.toMatchObject({ code: 'token_expired', message: text });
    await expect(waiting).rejects.toMatchObject({ code: 'token_expired' });
    await expect(client.send({ type: 'ping' })).rejects.toMatchObject({ code: 'token_expired' });
    expect(client.status).toMatchObject({ state: 'refused', code: 4500 });
  });

  test('is lasting, whatever the daemon said of its cause', async () => {
    const { client, peer } = await world().open();
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.peer();
    again.send({ type: 'error', code: 'internal', message: 'no room', temporary: true });
    again.close(4502);
    await status(client, 'refused');
    const refusal = { code: 'internal', temporary: false };
    await expect(client.joinRoom('stats')).rejects.toMatchObject(refusal);
  });

  test('without a reason has the meaning of its code', async () => {
    const { client, peer } = await world().open();
    peer.close(4501);
    expect(await status(client, 'refused')).toMatchObject({ reason: 'The token was revoked.' });
  });

  test('by takeover names it', async () => {
    const { client, peer } = await world().open();
    peer.close(4505, 'a newer session took over');
    await status(client, 'refused');
    await expect(client.ready()).rejects.toMatchObject({
      code: 'replaced',
      message: 'a newer session took over',
    });
  });
});

describe('closing', () => {
  test('ends politely, rejects what waits, and leaves no timer', async () => {
    const { client, peer } = await world().open();
    const waiting = client.send({ type: 'ping' });
    const closing = client.close();
    expect(client.close()).toBe(closing);
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
    expect(await peer.closed).toBe(1000);
    await closing;
    expect(client.status.state).toBe('closed');
    expect(world().clock.pendingCount).toBe(0);
    await expect(client.ready()).rejects.toMatchObject({ code: 'closed' });
  });

  test('ends a client that never connected', async () => {
    const client = connect({ url: 'ws://127.0.0.1:1', clock: world().clock });
    await client.close();
    expect(world().clock.pendingCount).toBe(0);
  });

  test('ends a client that just asks for another token', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    let count = 0;
    const client = world().connect({
      token: () => {
        count += 1;
        if (count === 1) return 'rt_1';
        asked.resolve();
        return answer.promise;
      },
    });
    const now = world().clock.now();
    await world().daemon.session({ server_time: now, expires_at: now + 60_000 });
    await client.ready();
    world().clock.advance(59_000);
    await asked.promise;
    await client.close();
    answer.resolve('rt_2');
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(world().clock.pendingCount).toBe(0);
  });

  test('ends a client that waits to come back', async () => {
    const { client, peer } = await world().open();
    peer.break();
    await status(client, 'offline');
    await client.close();
    expect(world().clock.pendingCount).toBe(0);
  });

  test('does not wait for a daemon that does not answer', async () => {
    const client = world().connect({
      openSocket: (_, events) => {
        queueMicrotask(() => events.opened());
        return { bufferedBytes: 0, send() {}, close() {}, destroy() {} };
      },
    });
    await Promise.resolve();
    const closing = client.close();
    world().clock.advance(1_000);
    await closing;
  });
});

test('what a dropped socket still tells does not touch the next session', async () => {
  const { client, peer } = await world().open();
  world().clock.advance(62_500);
  client.wake();
  const again = await world().daemon.session();
  await client.ready();
  await peer.closed;
  again.send({ type: 'ping' });
  await next(client, 'ping');
  expect(client.status.state).toBe('live');
});
