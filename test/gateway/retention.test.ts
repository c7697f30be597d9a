import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drive, openSceneWith } from '../support/scene.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { seqs } from '../support/transcript.ts';

/** How long durable messages are kept, and what their user is told when they are not any more. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const rider = { role: 'rider', userId: '7' } as const;

/** Lets so much time pass, at the end of which the daemon tidies up as it does each minute. */
function sleep({ clock }: SimulatedDaemon, forMs: number): void {
  clock.sleep(forMs);
  clock.advance(0);
}

const kept = async ({ store }: SimulatedDaemon) =>
  (await store.stream(rider, 0, 2_000)).map(({ seq }) => seq);

/** `first … last` */
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('nothing is deleted that is younger than seven days, or among the last thousand', async () => {
  const daemon = await simulateDaemon();
  await Promise.all(range(1, 1_000).map((number) => daemon.notify('rider:7', `${number}`)));
  sleep(daemon, 7 * DAY_MS);
  // Written after the daemon has tidied up.
  await daemon.notify('rider:8', 'later');
  const phone = await daemon.connectAs('rider:7', { acks: true });
  await daemon.passing(phone.next('notification', { event: '1000' }));
  expect(seqs(phone)).toEqual(range(1, 1_000));
});

test('what nobody fetched for a week is gone, and the snapshot tells what came of it', async () => {
  const daemon = await simulateDaemon();
  const scene = await openSceneWith((name) => daemon.connectAs(name));
  await drive(scene, 'accepted');
  scene.rider.vanish();
  await daemon.notify(`rider:${scene.riderId}`, 'early');
  sleep(daemon, DAY_MS);
  await daemon.notify(`rider:${scene.riderId}`, 'late');
  sleep(daemon, 6 * DAY_MS + MINUTE_MS);
  const user = { role: 'rider', userId: String(scene.riderId) } as const;
  await daemon.settled(async () => (await daemon.store.streamState(user)).resumableFrom > 2);
  const { newestSeq, resumableFrom } = await daemon.store.streamState(user);
  const back = await daemon.connectAs(`rider:${scene.riderId}`, { acks: true });
  expect(back.all('authenticated')).toMatchObject([
    { resumed: false, from: resumableFrom, seq: newestSeq },
  ]);
  const { bookings } = await back.next('snapshot');
  expect(bookings).toMatchObject([{ ...scene.booking, status: 'accepted', version: 3 }]);
  await back.next('notification', { event: 'late', replayed: true });
  expect(back.all('notification').map(({ event }) => event)).toEqual(['late']);
  expect(seqs(back)).toEqual(range(resumableFrom + 1, newestSeq));
});

test('of more than a thousand the oldest are gone, though nobody has seen them', async () => {
  const daemon = await simulateDaemon();
  await Promise.all(range(1, 1_005).map((number) => daemon.notify('rider:7', `${number}`)));
  daemon.clock.advance(MINUTE_MS);
  await daemon.settled(async () => (await kept(daemon)).length === 1_000);
  const phone = await daemon.connectAs('rider:7', { acks: true });
  expect(phone.all('authenticated')).toMatchObject([{ resumed: false, from: 5, seq: 1_005 }]);
  await daemon.passing(phone.next('notification', { event: '1005' }));
  expect(seqs(phone)).toEqual(range(6, 1_005));
});

test('what is kept is what is young enough and among the newest, from wherever', async () => {
  const daemon = await simulateDaemon();
  const { store } = daemon;
  let users = 0;
  const retention = { streamMs: 100, streamCountMax: 5, commandMs: 1e12, trackMs: 1e12 };
  const moment = fc.record({ afterMs: fc.constantFrom(0, 1, 40, 100), acks: fc.boolean() });
  const history = fc.array(moment, { maxLength: 15 });
  const property = fc.asyncProperty(history, fc.nat(250), async (story, laterMs) => {
    users += 1;
    const user = { role: 'rider', userId: `r${users}` } as const;
    // Later than all that earlier stories left, so that theirs is no part of this one.
    let nowMs = users * 1e9;
    const times: number[] = [];
    for (const { afterMs, acks } of story) {
      nowMs += afterMs;
      times.push(nowMs);
      await store.notify({ to: user, event: 'e', data: null, nowMs });
      if (acks) await store.acknowledgeAll([{ user, seq: times.length }]);
    }
    nowMs += laterMs;
    while (await store.purge(nowMs, retention));
    const isKept = (seq: number) =>
      (times[seq - 1] ?? 0) >= nowMs - retention.streamMs &&
      seq > times.length - retention.streamCountMax;
    const expected = range(1, times.length).filter(isKept);
    const entries = await store.stream(user, 0, 100);
    expect(entries.map(({ seq }) => seq)).toEqual(expected);
    expect(await store.streamState(user)).toMatchObject({
      newestSeq: times.length,
      resumableFrom: times.length - expected.length,
    });
  });
  await fc.assert(property, { seed: 3, numRuns: 100 });
});
