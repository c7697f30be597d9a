import { expect, test, vi } from 'vitest';
import { type Client, connect } from '../client/index.ts';
import { ScriptedDaemon } from '../client/testing/scripted-daemon.ts';
import { ManualClock } from '../clock/index.ts';
import { feedStore } from './feed.ts';
import { createStore } from './store.ts';
import { booking, event, stats } from './testing/samples.ts';

/** A store that is fed by a client of a scripted daemon. */
async function feed() {
  const daemon = await ScriptedDaemon.start();
  const clock = new ManualClock();
  // The connection has a clock of its own, so that looking at the store moves no retry.
  const wire = new ManualClock();
  const options = { url: daemon.url, token: 'rt_1', clock: wire, random: () => 1 };
  const client: Client = connect(options);
  const store = createStore(clock);
  const stop = feedStore(store, client, ['bookings', 'fleet'], clock);
  const model = () => {
    clock.advance(250);
    return store.snapshot().model;
  };
  return {
    daemon,
    client,
    clock,
    wire,
    model,
    stop,
    [Symbol.asyncDispose]: async () => {
      stop();
      store.close();
      await Promise.all([client.close(), daemon.close()]);
    },
  };
}

test('it joins its rooms and folds in what they say', async () => {
  await using fed = await feed();
  expect(fed.model().link).toEqual({ state: 'connecting' });
  const peer = await fed.daemon.session({ role: 'admin' });
  expect(await peer.acknowledge()).toMatchObject({ type: 'join_room', room: 'bookings' });
  await peer.refuse('not_allowed', { message: 'no map for you' });
  peer.send({ type: 'room_joined', room: 'bookings', more: false, bookings: [booking(1)] });
  peer.send({ type: 'event', event: event(1) });
  peer.send({ type: 'stats', stats: stats() });
  await vi.waitFor(() => expect(fed.model().stats).toEqual(stats()));
  const model = fed.model();
  expect(model.link).toEqual({ state: 'live' });
  expect([...model.bookings.keys()]).toEqual(['b_1']);
  expect(model.rooms.fleet).toEqual({ state: 'refused', reason: 'no map for you' });
});

test('a lost connection is counted down to its next attempt by the monotonic clock', async () => {
  await using fed = await feed();
  const peer = await fed.daemon.session({ role: 'admin' });
  await vi.waitFor(() => expect(fed.model().link.state).toBe('live'));
  peer.close(1012, 'restart');
  await vi.waitFor(() => expect(fed.model().link.state).toBe('reconnecting'));
  const { link } = fed.model();
  fed.clock.jump(3_600_000);
  expect(fed.model().link).toEqual(link);
  expect(link).toMatchObject({ attempt: 1, nextAtMs: expect.any(Number) });
  fed.wire.advance(60_000);
  await fed.daemon.session({ role: 'admin' });
  await vi.waitFor(() => expect(fed.model().link.state).toBe('live'));
});

test('a refusal carries its reason', async () => {
  await using fed = await feed();
  const peer = await fed.daemon.session({ role: 'admin' });
  peer.close(4501, 'token revoked');
  await vi.waitFor(() => {
    expect(fed.model().link).toEqual({ state: 'refused', reason: 'token revoked' });
  });
});

test('nothing is folded in any more once it was stopped', async () => {
  await using fed = await feed();
  const peer = await fed.daemon.session({ role: 'admin' });
  await vi.waitFor(() => expect(fed.model().link.state).toBe('live'));
  fed.stop();
  const passed = new Promise((resolve) => fed.client.on('stats', resolve));
  peer.send({ type: 'stats', stats: stats() });
  await passed;
  expect(fed.model().stats).toBeNull();
});
