import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effort } from '../support/effort.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { seqs } from '../support/transcript.ts';

/**
 * Says in some way "I have everything up to `seq`" and answers whether it was believed. A number
 * that was never given out must not be: it would swallow the messages that get it later.
 */
type Say = (daemon: SimulatedDaemon, userId: string, seq: number) => Promise<boolean>;

function resuming(acks: boolean, epoch?: string): Say {
  return async (daemon, userId, seq) => {
    const resume = { epoch: epoch ?? daemon.store.epoch, seq };
    const client = await daemon.connectAs(`rider:${userId}`, { acks, resume });
    return client.all('authenticated')[0]?.resumed === true;
  };
}

function acknowledging(acks: boolean): Say {
  return async (daemon, userId, seq) => {
    const client = await daemon.connectAs(`rider:${userId}`, { acks });
    return (await client.ask({ type: 'ack', seq })).type === 'ack';
  };
}

const answeringNoPing: Say = async (daemon, userId, seq) => {
  const client = await daemon.connectAs(`rider:${userId}`);
  client.pong(String(seq));
  await client.must({ type: 'ack', seq: 0 });
  return false;
};

const callingStore: Say = async ({ store }, userId, seq) => {
  const user = { role: 'rider', userId } as const;
  await store.acknowledgeAll([{ user, seq }]);
  return (await store.streamState(user)).ackedSeq === seq;
};

const number = fc.oneof(fc.nat(8), fc.maxSafeNat());

test.each<[string, boolean, Say]>([
  ['resume', true, resuming(true)],
  ['resume of a simple client', true, resuming(false)],
  ['resume of another history', false, resuming(true, 'another')],
  ['ack', true, acknowledging(true)],
  ['ack of a simple client', true, acknowledging(false)],
  ['Pong that nobody asked for', false, answeringNoPing],
  ['call of the store', true, callingStore],
])('%s: no position is beyond the newest message', async (_, isHeard, say) => {
  const daemon = await simulateDaemon();
  let runs = 0;
  const property = fc.asyncProperty(fc.nat(4), number, async (newest, seq) => {
    runs += 1;
    const userId = String(runs);
    for (let count = 1; count <= newest; count += 1) await daemon.notify(`rider:${userId}`, 'a');
    const isBelieved = isHeard && seq <= newest;
    expect(await say(daemon, userId, seq)).toBe(isBelieved);

    await daemon.notify(`rider:${userId}`, 'last');
    const acked = isBelieved ? seq : 0;
    const state = await daemon.store.streamState({ role: 'rider', userId });
    expect(state).toMatchObject({ ackedSeq: acked, newestSeq: newest + 1 });
    const other = await daemon.connectAs(`rider:${userId}`, { acks: true });
    await other.next('notification', { event: 'last' });
    const unread = Array.from({ length: newest + 1 - acked }, (_, index) => acked + index + 1);
    expect(seqs(other)).toEqual(unread);
  });
  await fc.assert(property, { seed: 3, numRuns: effort({ usual: 20, long: 1_000 }) });
});
