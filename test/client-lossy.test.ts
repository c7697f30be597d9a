import { expect, onTestFinished, test } from 'vitest';
import { type Client, connect, type OpenSocket } from '../src/client/index.ts';
import { openWsSocket } from '../src/client/node/ws-socket.ts';
import { next } from '../src/client/testing/client-world.ts';
import { createRandom } from '../src/simulator/random.ts';
import { sharedTestDaemon, type TestDaemon } from './support/test-daemon.ts';

/** Connections break all the time, in the middle of everything; nobody may notice. */
const daemon = sharedTestDaemon({ rateLimits: false });
const COUNT = 60;
const FRAMES_MAX = 12;
const LIMITS = { backoffMsMin: 1, backoffMsMax: 4, stableAfterMs: 0 };

/** Breaks after a few frames, before or after the client has seen the last of them. */
function lossySocket(random: () => number): OpenSocket {
  return (address, events) => {
    let framesLeft = 2 + Math.floor(random() * FRAMES_MAX);
    const isLastSeen = random() < 0.5;
    const socket = openWsSocket(address, {
      ...events,
      received: (text) => {
        framesLeft -= 1;
        if (framesLeft > 0 || isLastSeen) events.received(text);
        if (framesLeft <= 0) socket.destroy();
      },
    });
    return socket;
  };
}

async function connectLossy(host: TestDaemon, userName: string, seed: string): Promise<Client> {
  const random = createRandom(`${seed} ${userName}`).next;
  const token = await host.tokenFor(userName);
  const openSocket = lossySocket(random);
  const client = connect({ url: host.url, token, openSocket, random, limits: LIMITS });
  onTestFinished(() => client.close());
  return client;
}

test.each([1, 2, 3])(
  'each command once, each message once and in order (seed %i)',
  async (seed) => {
    const riderId = 1_000 + seed;
    const rider = await connectLossy(daemon, `rider:${riderId}`, `a ${seed}`);
    const admin = await connectLossy(daemon, `admin:${riderId}`, `b ${seed}`);
    const seqs: number[] = [];
    const counts: unknown[] = [];
    rider.on('durable', ({ seq }) => seqs.push(seq));
    rider.on('notification', ({ data }) => counts.push(data));
    const all = next(rider, 'durable', ({ seq }) => seq === COUNT);
    const expected = Array.from({ length: COUNT }, (_, index) => index + 1);

    const notify = (data: number) =>
      admin.send({ type: 'notify', role: 'rider', user_id: riderId, event: 'count', data });
    await Promise.all(expected.map(notify));
    await all;
    expect(seqs).toEqual(expected);
    expect([...counts].sort((a, b) => Number(a) - Number(b))).toEqual(expected);
  },
);
