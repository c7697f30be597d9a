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

test('a token that expires is followed by another, and nothing is missed', async () => {
  const daemon = await simulateDaemon();
  const { clock, live } = daemon;
  const asked: string[] = [];
  const token = async () => {
    const issued = await daemon.tokenFor('rider:3', { ttl_ms: 5 * MINUTE_MS });
    asked.push(issued);
    return issued;
  };
  const rider = await connectTo(daemon, { token });
  const expired = status(rider, 'offline');
  clock.advance(5 * MINUTE_MS);
  expect(await expired).toMatchObject({ code: 4004 });
  await live.parts.dispatcher.notify({ role: 'rider', userId: '3' }, 'news', 'meanwhile');

  const news = next(rider, 'notification');
  clock.advance(1_000);
  expect(await news).toMatchObject({ data: 'meanwhile', seq: 1 });
  expect(asked.length).toBe(2);
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
