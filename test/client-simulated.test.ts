import { expect, onTestFinished, test } from 'vitest';
import { type Client, type ClientOptions, connect } from '../src/client/index.ts';
import { next, status } from '../src/client/testing/client-world.ts';
import { type SimulatedDaemon, simulateDaemon } from './support/simulated-daemon.ts';
import { simulatedLink } from './support/simulated-link.ts';

/** Client and daemon in one process, on one clock that is moved by hand. */
const MINUTE_MS = 60_000;

async function connectTo(
  daemon: SimulatedDaemon,
  options: Partial<ClientOptions>,
): Promise<Client> {
  const { clock } = daemon;
  const openSocket = simulatedLink(daemon);
  const random = () => 0.5;
  const client = connect({ url: 'ws://simulated', openSocket, clock, random, ...options });
  onTestFinished(() => client.close());
  await client.ready();
  return client;
}

/** A page's own way to a token that lives five minutes; it may be down. */
function tokensOf(daemon: SimulatedDaemon) {
  const site = { asked: 0, isDown: false };
  const token = async () => {
    site.asked += 1;
    if (site.isDown) throw new Error('the site is down');
    return daemon.tokenFor('rider:3', { ttl_ms: 5 * MINUTE_MS });
  };
  return { site, token };
}

test('a token is followed by another before it expires, and the session goes on', async () => {
  const daemon = await simulateDaemon();
  const { site, token } = tokensOf(daemon);
  const rider = await connectTo(daemon, { token });
  const states: string[] = [];
  rider.on('status', ({ state }) => states.push(state));
  const before = rider.session;
  for (let renewals = 1; renewals <= 3; renewals += 1) {
    const renewed = next(rider, 'authenticated');
    daemon.clock.advance(4.7 * MINUTE_MS);
    expect((await renewed).expires_at).toBeGreaterThan(daemon.clock.now() + 4 * MINUTE_MS);
  }
  expect(site.asked).toBe(4);
  expect(states).toEqual([]);
  expect(rider.session?.session).toBe(before?.session);
});

test('a token that expires is followed by another, and nothing is missed', async () => {
  const daemon = await simulateDaemon();
  const { clock, live } = daemon;
  const { site, token } = tokensOf(daemon);
  const rider = await connectTo(daemon, { token });
  const expired = status(rider, 'offline');
  site.isDown = true;
  clock.advance(5 * MINUTE_MS);
  expect(await expired).toMatchObject({ code: 4004 });
  site.isDown = false;
  await live.parts.dispatcher.notify({ role: 'rider', userId: '3' }, 'news', 'meanwhile');

  const news = next(rider, 'notification');
  clock.advance(1_000);
  expect(await news).toMatchObject({ data: 'meanwhile', seq: 1 });
  expect(site.asked).toBe(3);
});

test('a token of somebody else never takes up the place of the first user', async () => {
  const daemon = await simulateDaemon();
  const names = ['rider:3', 'rider:4', 'rider:4'];
  const token = async () => daemon.tokenFor(names.shift() ?? '', { ttl_ms: 5 * MINUTE_MS });
  const rider = await connectTo(daemon, { token });
  for (const name of ['rider:3', 'rider:4']) await daemon.notify(name, 'for one of them');
  await daemon.settled(() => rider.position?.seq === 1);
  await daemon.passing(status(rider, 'refused'));
  await expect(rider.ready()).rejects.toMatchObject({ code: 'invalid_token' });
  expect(names).toEqual([]);
  const other = { role: 'rider', userId: '4' } as const;
  expect(await daemon.store.streamState(other)).toMatchObject({ ackedSeq: 0, newestSeq: 1 });
});

/** Lets time pass as it does: what is said in one second is heard before the next heartbeat. */
async function pass({ clock }: SimulatedDaemon, durationMs: number): Promise<void> {
  const stepMs = 5_000;
  for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) {
    clock.advance(stepMs);
    await new Promise(setImmediate);
  }
}

test('minutes without anything to say keep the session', async () => {
  const daemon = await simulateDaemon();
  const rider = await connectTo(daemon, { token: await daemon.tokenFor('rider:3') });
  const states: string[] = [];
  rider.on('status', ({ state }) => states.push(state));
  for (let minute = 0; minute < 9; minute += 1) await pass(daemon, MINUTE_MS);
  expect(states).toEqual([]);
});

/** The events of a client's notifications with their numbers, and what its snapshots began. */
function storyOf(client: Client): string[] {
  const story: string[] = [];
  client.on('snapshot', () => story.push('snapshot'));
  client.on('notification', ({ seq, event }) => story.push(`${seq} ${event}`));
  return story;
}

/** Ends its session for a while, and waits until it is back on whatever there is then. */
async function handOver(daemon: SimulatedDaemon, client: Client): Promise<void> {
  const offline = status(client, 'offline');
  daemon.live.parts.sessions.kick({}, { reconnect: true, reason: 'moving' });
  await offline;
  await daemon.passing(status(client, 'live'));
}

test('another history is told from its beginning, though its numbers were seen', async () => {
  const [first, second] = [await simulateDaemon(), await simulateDaemon()];
  let host = first;
  const rider = await connectTo(first, {
    token: () => host.tokenFor('rider:3'),
    openSocket: (...line) => simulatedLink(host)(...line),
  });
  const story = storyOf(rider);
  for (const event of ['a', 'b', 'c']) await first.notify('rider:3', event);
  await first.settled(() => story.includes('3 c'));
  for (const event of ['x', 'y']) await second.notify('rider:3', event);
  host = second;
  await handOver(first, rider);
  await second.settled(() => story.includes('2 y'));
  expect(story).toEqual(['1 a', '2 b', '3 c', 'snapshot', '1 x', '2 y']);
  expect(rider.position).toEqual({ epoch: second.store.epoch, seq: 2 });
});

test('who was away for longer than history is kept goes on with what is left of it', async () => {
  const daemon = await simulateDaemon();
  const link = simulatedLink(daemon);
  let isReachable = true;
  const rider = await connectTo(daemon, {
    token: await daemon.tokenFor('rider:3'),
    openSocket: (...line) => {
      if (isReachable) return link(...line);
      throw new Error('no network');
    },
  });
  const story = storyOf(rider);
  await daemon.notify('rider:3', '1');
  await daemon.settled(() => story.length === 1);
  isReachable = false;
  const away = status(rider, 'offline');
  daemon.live.parts.sessions.kick({}, { reconnect: true, reason: 'moving' });
  await away;
  for (let count = 2; count <= 12; count += 1) await daemon.notify('rider:3', `${count}`);
  const retention = { streamMs: 1e12, streamCountMax: 10, commandMs: 1e12, trackMs: 1e12 };
  while (await daemon.store.purge(daemon.clock.now(), retention));
  isReachable = true;
  rider.wake();
  await daemon.settled(() => story.includes('12 12'));
  const left = Array.from({ length: 10 }, (_, index) => `${index + 3} ${index + 3}`);
  expect(story).toEqual(['1 1', 'snapshot', ...left]);
});
