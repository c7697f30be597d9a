import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { SessionRegistry } from '../gateway/session-registry.ts';
import { RecordingSession } from '../gateway/testing/recording-session.ts';
import type { Delivery as Entry, Store } from '../store/store.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { NOW_MS } from '../store/testing/scene.ts';
import { tempStore, until } from '../store/testing/temp-store.ts';
import { Delivery } from './delivery.ts';

const USER = { role: 'rider', userId: '7' } as const;

interface Options {
  readonly acks?: boolean;
  readonly pageMax?: number;
  /** Puts something in the way of the store. */
  readonly spoil?: (store: Store) => Pick<Store, 'stream'>;
}

async function openStream({ acks = true, pageMax = 3, spoil = (store) => store }: Options = {}) {
  const store = await tempStore();
  const clock = new ManualClock();
  const registry = new SessionRegistry(clock, { onOnlineChange: () => {}, onPresence: () => {} });
  const { log, lines } = recordedLog();
  const parts = { store: { ...store, ...spoil(store) }, registry, log, pageMax };
  const delivery = new Delivery(parts);
  const session = new RecordingSession(USER, { acks });
  registry.add(session);
  delivery.attach(session);
  /** Commits messages, and answers what would be published about them. */
  const commit = async (...events: string[]): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for (const event of events) {
      const outcome = await store.notify({ to: USER, event, data: null, nowMs: NOW_MS });
      if (outcome.ok && outcome.delivery !== null) entries.push(outcome.delivery);
    }
    return entries;
  };
  const seqs = () => session.sent.map((message) => 'seq' in message && message.seq);
  const settle = (count: number) => until(store, () => seqs().length >= count);
  return { store, delivery, session, lines, commit, seqs, settle };
}

describe('a session gets each message once and in order', () => {
  test('when each is published as it is committed', async () => {
    const { delivery, session, commit, seqs } = await openStream();
    delivery.start(session, 0, 0, 0);
    for (const entry of await commit('a', 'b', 'c')) delivery.deliver(entry);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  test('when the last publication is lost, and nothing comes after it', async () => {
    const { delivery, session, commit, seqs, settle } = await openStream();
    delivery.start(session, 0, 0, 0);
    await commit('a');
    delivery.tick();
    await settle(1);
    expect(seqs()).toEqual([1]);
  });

  test('when a publication is lost', async () => {
    const { delivery, session, commit, seqs, settle } = await openStream();
    delivery.start(session, 0, 0, 0);
    const [first, , third] = await commit('a', 'b', 'c');
    for (const entry of [first, third]) if (entry !== undefined) delivery.deliver(entry);
    await settle(3);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  test('when publications come in another order, and twice', async () => {
    const { delivery, session, commit, seqs, settle } = await openStream();
    delivery.start(session, 0, 0, 0);
    const entries = await commit('a', 'b', 'c', 'd', 'e');
    for (const entry of [...entries.reverse(), ...entries]) delivery.deliver(entry);
    await settle(5);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test('when they come before it has started', async () => {
    const { delivery, session, commit, seqs, settle } = await openStream();
    const entries = await commit('a', 'b', 'c', 'd');
    for (const entry of entries.slice(2)) delivery.deliver(entry);
    delivery.start(session, 1, 2, 2);
    await settle(3);
    expect(seqs()).toEqual([2, 3, 4]);
    expect(session.sent.map((message) => 'replayed' in message)).toEqual([true, false, false]);
  });

  test('when it is congested in the middle of a page', async () => {
    const { delivery, session, store, commit, seqs, settle } = await openStream({ pageMax: 10 });
    await commit('a', 'b', 'c', 'd', 'e');
    const send = session.sendText.bind(session);
    session.sendText = (text) => {
      send(text);
      if (seqs().length === 2) session.clog();
    };
    delivery.start(session, 0, 5, 5);
    await settle(2);
    delivery.tick();
    await until(store, async () => (await store.stream(USER, 0, 1)).length === 1);
    expect(seqs()).toEqual([1, 2]);
    session.release();
    delivery.tick();
    await settle(5);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test('when the store fails once', async () => {
    let failures = 0;
    const spoil = (store: Store): Pick<Store, 'stream'> => ({
      stream(...asked) {
        failures += 1;
        return failures === 1 ? Promise.reject(new Error('disk')) : store.stream(...asked);
      },
    });
    const { delivery, session, store, lines, commit, seqs, settle } = await openStream({ spoil });
    await commit('a', 'b');
    delivery.start(session, 0, 2, 2);
    await until(store, () => lines.length === 1);
    expect(lines).toMatchObject([{ level: 'warn', fields: { user: 'rider:7' } }]);
    delivery.tick();
    await settle(2);
    expect(seqs()).toEqual([1, 2]);
  });
});

test('a session that is behind what retention has kept has to start over', async () => {
  const { delivery, session, store, commit } = await openStream();
  await commit(...Array.from({ length: 12 }, (_, index) => `${index}`));
  const retention = { streamMs: 1e12, streamCountMax: 10, commandMs: 1e12, trackMs: 1e12 };
  while (await store.purge(NOW_MS, retention));
  delivery.start(session, 1, 12, 12);
  await until(store, () => !session.isOpen);
  expect(session.closeCode).toBe(4003);
  expect(session.sent).toEqual([]);
});

describe('a simple client is pinged', () => {
  test('once for several live messages, at the next tick', async () => {
    const { delivery, session, commit } = await openStream({ acks: false });
    delivery.start(session, 0, 0, 0);
    for (const entry of await commit('a', 'b')) delivery.deliver(entry);
    expect(session.pinged).toEqual([]);
    delivery.tick();
    delivery.tick();
    expect(session.pinged).toEqual([2]);
  });

  test('after the last page of a replay, and not between', async () => {
    const { delivery, session, commit, settle, store } = await openStream({ acks: false });
    await commit('a', 'b', 'c', 'd', 'e');
    delivery.start(session, 0, 5, 5);
    delivery.tick();
    await settle(5);
    await until(store, () => session.pinged.length > 0);
    expect(session.pinged).toEqual([5]);
  });

  test('never where it acknowledges by itself', async () => {
    const { delivery, session, commit } = await openStream();
    delivery.start(session, 0, 0, 0);
    for (const entry of await commit('a')) delivery.deliver(entry);
    delivery.tick();
    expect(session.pinged).toEqual([]);
  });
});

test('nobody is sent anything after they have left', async () => {
  const { delivery, session, commit } = await openStream();
  delivery.start(session, 0, 0, 0);
  delivery.detach(session);
  for (const entry of await commit('a')) delivery.deliver(entry);
  delivery.tick();
  expect([session.sent, delivery.position(session)]).toEqual([[], null]);
});
