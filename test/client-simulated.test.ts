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
