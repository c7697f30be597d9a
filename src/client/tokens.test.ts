import { describe, expect, test } from 'vitest';
import type { Client } from './index.ts';
import { clientWorld, status } from './testing/client-world.ts';

const world = clientWorld();

describe('a token function', () => {
  test('is asked again after the token of a live session expired', async () => {
    const tokens = ['rt_1', 'rt_2'];
    const { client, peer } = await world().open({ token: async () => tokens.shift() ?? 'none' });
    peer.close(4004);
    await world().comeBack(client);
    const again = await world().daemon.session();
    expect(again.auth.token).toBe('rt_2');
  });

  test('is asked once more when an old token is refused, and not a second time', async () => {
    let asked = 0;
    const { client, peer } = await world().open({ token: () => `rt_${++asked}` });
    peer.break();
    for (const expected of ['rt_1', 'rt_2']) {
      await world().comeBack(client);
      const again = await world().daemon.peer();
      expect((await again.received()).token).toBe(expected);
      again.close(4500);
    }
    await status(client, 'refused');
    expect(asked).toBe(2);
  });

  test('that fails is asked again later', async () => {
    let asked = 0;
    const client = world().connect({
      token: async () => {
        asked += 1;
        if (asked === 1) throw new Error('the site is down');
        return 'rt_2';
      },
    });
    const { reason } = await status(client, 'offline');
    expect(reason).toBe('no token: the site is down');
    await world().comeBack(client);
    expect((await world().daemon.session()).auth.token).toBe('rt_2');
  });
});

describe('another token', () => {
  test('is taken without a gap', async () => {
    const { client, peer } = await world().open();
    const refreshed = client.refresh('rt_2');
    const auth = await peer.received();
    expect(auth).toEqual({ type: 'auth', token: 'rt_2', id: auth.id });
    const fields = { ...client.session, expires_at: 5, from: 9, seq: 9, resumed: true };
    peer.send({ ...fields, type: 'authenticated' });
    peer.send({ type: 'ack', id: auth.id });
    expect(await refreshed).toMatchObject({ expires_at: 5 });
    expect(client.position).toEqual({ epoch: 'e1', seq: 0 });
  });

  test('that was refused is not used again, not even to come back', async () => {
    const { client, peer } = await world().open();
    const refreshed = client.refresh('rt_of_somebody_else');
    await Promise.all([
      expect(refreshed).rejects.toMatchObject({ code: 'not_allowed' }),
      peer.refuse('not_allowed'),
    ]);
    peer.break();
    await world().comeBack(client);
    expect((await world().daemon.session()).auth.token).toBe('rt_1');
  });

  test('opens the next session where the connection was lost before the answer', async () => {
    const { client, peer } = await world().open();
    const refreshed = client.refresh('rt_2');
    await peer.received();
    peer.break();
    await world().comeBack(client);
    const again = await world().daemon.session();
    expect(again.auth.token).toBe('rt_2');
    expect(await again.acknowledge()).toMatchObject({ type: 'auth', token: 'rt_2' });
    expect(await refreshed).toMatchObject({ session: 's1' });
  });

  describe('that is refused when it was to open a session', () => {
    /** The client comes back with this token, and is sent away. */
    const sentAway = async (client: Client, token: string, code: number) => {
      await world().comeBack(client);
      const peer = await world().daemon.peer();
      expect((await peer.received()).token).toBe(token);
      peer.send({ type: 'disconnect', code, reason: 'no', reconnect: false });
      peer.close(code);
    };

    test.each([4500, 4501])('with %i fails its own call, and nothing else', async (code) => {
      const { client, peer } = await world().open();
      peer.break();
      await status(client, 'offline');
      const refreshed = client.refresh('rt_bad');
      await sentAway(client, 'rt_bad', code);
      await world().comeBack(client);
      const again = await world().daemon.session({ resumed: true });
      expect(again.auth.token).toBe('rt_1');
      await Promise.all([
        expect(refreshed).rejects.toMatchObject({ code: 'invalid_token' }),
        again.refuse('invalid_token'),
      ]);
      expect(client.status.state).toBe('live');
    });

    test('leaves a token function to be asked', async () => {
      let asked = 0;
      const { client, peer } = await world().open({ token: () => `rt_${++asked}` });
      peer.break();
      await status(client, 'offline');
      const refreshed = client.refresh('rt_bad');
      await sentAway(client, 'rt_bad', 4500);
      await sentAway(client, 'rt_1', 4500);
      await world().comeBack(client);
      const again = await world().daemon.session({ resumed: true });
      expect(again.auth.token).toBe('rt_2');
      await again.acknowledge();
      await refreshed;
    });

    test('is the end where there is no other', async () => {
      const { client, peer } = await world().open();
      peer.break();
      await status(client, 'offline');
      const refreshed = client.refresh('rt_bad');
      await sentAway(client, 'rt_bad', 4500);
      await Promise.all([
        expect(refreshed).rejects.toMatchObject({ code: 'invalid_token' }),
        sentAway(client, 'rt_1', 4500),
      ]);
      expect(client.status.state).toBe('refused');
    });
  });

  test('given while an old one is being refused is tried after it', async () => {
    const client = world().connect();
    const peer = await world().daemon.peer();
    expect((await peer.received()).token).toBe('rt_1');
    const refreshed = client.refresh('rt_2');
    peer.close(4500);
    await world().comeBack(client);
    const again = await world().daemon.session();
    expect(again.auth.token).toBe('rt_2');
    await again.acknowledge();
    await refreshed;
  });
});
