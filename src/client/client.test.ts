import { describe, expect, test } from 'vitest';
import type { Fault, StreamMessage } from './index.ts';
import { clientWorld, next, status } from './testing/client-world.ts';
import { openedSession } from './testing/opened-session.ts';

const world = clientWorld();
const ARRIVED = { type: 'status_update', booking_id: 1, status: 'arrived' } as const;

describe('a command', () => {
  test('resolves with the result of its answer', async () => {
    const { client, peer } = await world().open();
    const result = client.send(ARRIVED);
    const command = await peer.acknowledge({ booking_id: 1, status: 'arrived', version: 5 });
    expect(command).toEqual({ ...ARRIVED, id: expect.any(String) });
    expect((await result).version).toBe(5);
  });

  test('rejects with the refusal of the daemon', async () => {
    const { client, peer } = await world().open();
    const result = client.send(ARRIVED);
    const next = ['started', 'cancelled'];
    await Promise.all([
      expect(result).rejects.toMatchObject({ code: 'illegal_transition', details: { next } }),
      peer.refuse('illegal_transition', { details: { next } }),
    ]);
  });

  test('without an answer goes out again on the next connection, under the same id', async () => {
    const { client, peer } = await world().open();
    const result = client.send(ARRIVED);
    const first = await peer.received();
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ resumed: true });
    expect(await again.acknowledge()).toEqual(first);
    await result;
  });

  test('is not answered by a connection that was given up, however late it speaks', async () => {
    const lines: { readonly hear: (message: object) => void; readonly said: { id?: string }[] }[] =
      [];
    const client = world().connect({
      openSocket: (_, { opened, received, closed }) => {
        const said: { id?: string }[] = [];
        lines.push({ hear: (message) => received(JSON.stringify(message)), said });
        queueMicrotask(opened);
        const send = (text: string) => said.push(JSON.parse(text));
        return { bufferedBytes: 0, send, close: () => closed(1000, ''), destroy() {} };
      },
    });
    await Promise.resolve();
    lines[0]?.hear(openedSession());
    const result = client.send(ARRIVED);
    const { id } = lines[0]?.said[1] ?? {};
    lines[0]?.hear({ type: 'notification', seq: 2, event: 'after a gap', data: null });
    await world().comeBack(client);
    await Promise.resolve();
    lines[1]?.hear(openedSession({ resumed: true }));
    expect(lines[1]?.said[1]).toEqual(lines[0]?.said[1]);
    const booking = { booking_id: 1, status: 'arrived' };
    lines[0]?.hear({ type: 'ack', id, result: { ...booking, version: 1 } });
    lines[1]?.hear({ type: 'ack', id, result: { ...booking, version: 5 } });
    expect((await result).version).toBe(5);
  });

  test('that is answered twice has its first answer', async () => {
    const { client, peer } = await world().open();
    const result = client.send(ARRIVED);
    const { id } = await peer.acknowledge({ booking_id: 1, status: 'arrived', version: 5 });
    peer.send({ type: 'error', id, code: 'internal', message: 'late', temporary: true });
    await next(client, 'error');
    expect((await result).version).toBe(5);
  });

  test('given before the session is open waits for it', async () => {
    const client = world().connect();
    const result = client.send(ARRIVED);
    const peer = await world().daemon.session();
    await peer.acknowledge();
    await result;
  });

  test('is refused in a listener of the very status that ended the client', async () => {
    const { client, peer } = await world().open();
    const outcome = new Promise((resolve) => {
      client.on('status', ({ state }) => {
        if (state === 'refused') client.send(ARRIVED).catch(resolve);
      });
    });
    peer.close(4501);
    expect(await outcome).toMatchObject({ code: 'token_revoked' });
  });
});

describe('a posted message', () => {
  test('goes out at once or not at all', async () => {
    const fix = { type: 'location_update', latitude: 1, longitude: 2 } as const;
    const { client, peer } = await world().open();
    expect(client.post(fix)).toBe(true);
    expect(await peer.received()).toEqual(fix);
    peer.break();
    await status(client, 'offline');
    expect(client.post(fix)).toBe(false);
  });
});

describe('the stream', () => {
  test('shows each message once and in order, by type and as durable', async () => {
    const { client, peer } = await world().open();
    const seen: (string | number)[] = [];
    client.on('notification', ({ seq }) => seen.push(`notification ${seq}`));
    client.on('durable', ({ seq }) => seen.push(seq));
    for (const seq of [1, 2, 2, 1, 3]) peer.notify(seq);
    await next(client, 'durable', ({ seq }) => seq === 3);
    expect(seen).toEqual(['notification 1', 1, 'notification 2', 2, 'notification 3', 3]);
    expect(client.position).toEqual({ epoch: 'e1', seq: 3 });
  });

  test('is acknowledged once for many, after the listeners ran', async () => {
    const { client, peer } = await world().open();
    for (const seq of [1, 2, 3]) peer.notify(seq);
    await next(client, 'durable', ({ seq }) => seq === 3);
    world().clock.advance(100);
    expect(await peer.received()).toEqual({ type: 'ack', seq: 3 });
  });

  test('is not acknowledged where the client said so', async () => {
    const { client, peer } = await world().open({ acks: false });
    peer.notify(1);
    await next(client, 'durable');
    world().clock.advance(1_000);
    peer.send({ type: 'ping' });
    expect(await peer.received()).toEqual({ type: 'pong' });
  });

  test('goes on after a lost connection, without what was shown already', async () => {
    const { client, peer } = await world().open();
    const seen: number[] = [];
    client.on('durable', ({ seq }) => seen.push(seq));
    peer.notify(1);
    await next(client, 'durable');
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ from: 0, seq: 2 });
    expect(again.auth.resume).toEqual({ epoch: 'e1', seq: 1 });
    again.notify(1, { replayed: true });
    again.notify(2, { replayed: true });
    expect(await next(client, 'durable')).toMatchObject({ seq: 2, replayed: true });
    expect(seen).toEqual([1, 2]);
  });

  test('says of what was there before it began that it is not new, also resumed', async () => {
    const client = world().connect();
    const first = await world().daemon.session({ from: 0, seq: 1 });
    await client.ready();
    first.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ from: 0, seq: 2, resumed: true });
    again.notify(1);
    expect(await next(client, 'durable')).toMatchObject({ seq: 1, replayed: true });
    again.notify(2);
    expect(await next(client, 'durable')).not.toHaveProperty('replayed');
  });

  test('is fetched again when a number is missing', async () => {
    const { client, peer } = await world().open();
    const fault = next(client, 'fault');
    peer.notify(2);
    expect(await fault).toMatchObject({ kind: 'gap' });
    await world().comeBack(client);
    const again = await world().daemon.session({ seq: 2, resumed: true });
    again.notify(1);
    expect(await next(client, 'durable')).toMatchObject({ seq: 1 });
  });

  test('survives a listener that throws', async () => {
    const { client, peer } = await world().open();
    const seen: StreamMessage[] = [];
    client.on('notification', () => {
      throw new Error('a bug of the page');
    });
    client.on('durable', (message) => seen.push(message));
    const faults: Fault[] = [];
    client.on('fault', (fault) => faults.push(fault));
    peer.notify(1);
    peer.notify(2);
    await next(client, 'durable', ({ seq }) => seq === 2);
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2]);
    const message = "a listener of 'notification' threw";
    const fault = { kind: 'listener', message, error: new Error('a bug of the page') };
    expect(faults).toEqual([fault, fault]);
  });

  test('is acknowledged when the client closes', async () => {
    const { client, peer } = await world().open();
    client.on('durable', () => queueMicrotask(() => client.close()));
    peer.notify(1);
    expect(await peer.received()).toEqual({ type: 'ack', seq: 1 });
    expect(await peer.closed).toBe(1000);
  });

  test('leaves live messages without a number alone', async () => {
    const { client, peer } = await world().open();
    const update = { ...ARRIVED, version: 4, timestamp: 1, by: 'driver' };
    peer.send(update);
    expect(await next(client, 'status_update')).toEqual(update);
    expect(client.position?.seq).toBe(0);
  });
});

describe('a room', () => {
  test('is joined, and joined again on the next connection', async () => {
    const { client, peer } = await world().open();
    const joined = client.joinRoom('fleet', { bbox: [120, 14, 121, 15] });
    const join = await peer.acknowledge();
    expect(join).toMatchObject({ type: 'join_room', room: 'fleet', bbox: [120, 14, 121, 15] });
    await joined;
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ resumed: true });
    const rejoin = await again.acknowledge();
    expect(rejoin).toEqual({ ...join, id: rejoin.id });
    again.send({ type: 'room_joined', room: 'fleet', more: false, drivers: [] });
    expect(await next(client, 'room_joined')).toMatchObject({ room: 'fleet' });
  });

  test('that was being joined when the connection was lost is joined once', async () => {
    const { client, peer } = await world().open();
    const joined = client.joinRoom('stats');
    const join = await peer.received();
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ resumed: true });
    expect(await again.acknowledge()).toEqual(join);
    await joined;
    again.send({ type: 'ping' });
    expect(await again.received()).toEqual({ type: 'pong' });
  });

  test('that was left or refused is not joined again', async () => {
    const { client, peer } = await world().open();
    const joined = client.joinRoom('stats');
    await peer.acknowledge();
    await joined;
    const left = client.leaveRoom('stats');
    expect(await peer.acknowledge()).toMatchObject({ type: 'leave_room', room: 'stats' });
    await left;
    await Promise.all([
      expect(client.joinRoom('events')).rejects.toMatchObject({ code: 'not_allowed' }),
      peer.refuse('not_allowed'),
    ]);
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session({ resumed: true });
    again.send({ type: 'ping' });
    expect(await again.received()).toEqual({ type: 'pong' });
  });

  describe('that cannot be joined for the moment', () => {
    /** In `stats`, and back on another connection, whose daemon refused the room. */
    const refusedAgain = async (fields: object = {}) => {
      const { client, peer } = await world().open({ limits: { retriesMax: 0 } });
      const joined = client.joinRoom('stats');
      const join = await peer.acknowledge();
      await joined;
      peer.break();
      await world().comeBack(client);
      const again = await world().daemon.session({ resumed: true });
      const fault = next(client, 'fault');
      await again.refuse('overloaded', { temporary: true, ...fields });
      expect(await fault).toMatchObject({ kind: 'room', error: { code: 'overloaded' } });
      return { client, again, join };
    };

    test('is tried again, until the daemon lets it in', async () => {
      const { client, again, join } = await refusedAgain();
      for (const [code, ceilingMs] of [
        ['internal', 500],
        ['rate_limited', 1_000],
        ['overloaded', 2_000],
      ] as const) {
        world().clock.advance(ceilingMs / 2);
        const fault = next(client, 'fault');
        const rejoin = await again.refuse(code, { temporary: true });
        expect(rejoin).toEqual({ ...join, id: rejoin.id });
        await fault;
      }
      world().clock.advance(2_000);
      again.send({ type: 'ping' });
      expect((await again.acknowledge()).type).toBe('join_room');
      expect(await again.received()).toEqual({ type: 'pong' });
    });

    test('is tried again from the first time on', async () => {
      const { client, peer } = await world().open({ limits: { retriesMax: 0 } });
      const joined = client.joinRoom('stats');
      const fault = next(client, 'fault');
      await peer.refuse('overloaded', { temporary: true });
      await fault;
      world().clock.advance(250);
      await peer.acknowledge();
      await joined;
    });

    test('is told to whoever leaves before', async () => {
      const { client, peer } = await world().open({ limits: { retriesMax: 0 } });
      const joined = client.joinRoom('stats');
      const fault = next(client, 'fault');
      await peer.refuse('overloaded', { temporary: true });
      await fault;
      const left = client.leaveRoom('stats');
      await expect(joined).rejects.toMatchObject({ code: 'overloaded' });
      expect((await peer.acknowledge()).type).toBe('leave_room');
      await left;
    });

    test('is not tried sooner than the daemon asks', async () => {
      const { again } = await refusedAgain({ retry_after_ms: 3_000 });
      world().clock.advance(3_000);
      again.send({ type: 'ping' });
      expect(await again.received()).toEqual({ type: 'pong' });
      world().clock.advance(250);
      expect((await again.received()).type).toBe('join_room');
    });

    test('is not tried once it was left', async () => {
      const { client, again } = await refusedAgain();
      const left = client.leaveRoom('stats');
      expect((await again.acknowledge()).type).toBe('leave_room');
      await left;
      world().clock.advance(5_000);
      again.send({ type: 'ping' });
      expect(await again.received()).toEqual({ type: 'pong' });
    });

    test('leaves no timer when the client closes', async () => {
      const { client } = await refusedAgain();
      await client.close();
      expect(world().clock.pendingCount).toBe(0);
    });

    test('is tried once on the next connection, and its delay is over', async () => {
      const { client, again } = await refusedAgain({ retry_after_ms: 60_000 });
      again.break();
      await world().comeBack(client);
      const third = await world().daemon.session({ resumed: true });
      expect((await third.acknowledge()).type).toBe('join_room');
      world().clock.advance(70_000);
      expect(await third.received()).toEqual({ type: 'ping' });
    });
  });

  test('beyond the limit is refused here', async () => {
    const { client } = await world().open({ limits: { roomsMax: 0 } });
    await expect(client.joinRoom('stats')).rejects.toMatchObject({ code: 'queue_full' });
  });
});

describe('a frame', () => {
  test('that is no message is reported, and costs nothing else', async () => {
    const { client, peer } = await world().open();
    const faults: string[] = [];
    client.on('fault', ({ kind }) => faults.push(kind));
    for (const text of ['{', 'null', '[]', '{"type":7}']) peer.sendText(text);
    peer.send({ type: 'from_the_future' });
    peer.send({ type: 'pong' });
    await next(client, 'pong');
    expect(faults).toEqual(['frame', 'frame', 'frame', 'frame']);
  });
});
