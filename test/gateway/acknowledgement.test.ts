import { describe, expect, test } from 'vitest';
import { openSceneWith } from '../support/scene.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { seqs } from '../support/transcript.ts';

const rider = { role: 'rider', userId: '7' } as const;
const ackedSeq = async ({ store }: SimulatedDaemon) => (await store.streamState(rider)).ackedSeq;

describe('a client that acknowledges by itself', () => {
  test('does so for everything up to a number', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7', { acks: true });
    for (const event of ['a', 'b', 'c']) await daemon.notify('rider:7', event);
    await client.next('notification', { event: 'c' });
    expect(await client.ask({ type: 'ack', seq: 2 })).toMatchObject({ type: 'ack' });
    expect(await ackedSeq(daemon)).toBe(2);
    expect(await client.ask({ type: 'ack', seq: 1 })).toMatchObject({ type: 'ack' });
    expect(await ackedSeq(daemon)).toBe(2);
  });

  test('cannot do so beyond the newest message, which would swallow later ones', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7', { acks: true });
    await daemon.notify('rider:7', 'a');
    await client.next('notification');
    const answer = await client.ask({ type: 'ack', seq: 2 });
    expect(answer).toMatchObject({ code: 'invalid_message', details: { path: '/seq' } });
    expect(await ackedSeq(daemon)).toBe(0);
  });

  test('costs one write per commit, however often it says so', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7', { acks: true });
    for (let count = 1; count <= 50; count += 1) await daemon.notify('rider:7', `${count}`);
    await client.next('notification', { event: '50' });
    const answers = Array.from({ length: 50 }, (_, index) =>
      client.ask({ type: 'ack', seq: index + 1 }),
    );
    expect(daemon.store.load().queued).toBeLessThan(3);
    for (const answer of await Promise.all(answers)) expect(answer.type).toBe('ack');
    expect(await ackedSeq(daemon)).toBe(50);
  });

  test('is not taken at the word of its Pongs', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7', { acks: true });
    await daemon.notify('rider:7', 'a');
    await client.next('notification');
    daemon.clock.advance(25_000);
    client.pong();
    await client.must({ type: 'ack', seq: 0 });
    expect(await ackedSeq(daemon)).toBe(0);
  });
});

describe('a simple client', () => {
  test('acknowledges by the Pong of a Ping that follows within a second', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7');
    for (const event of ['a', 'b', 'c']) await daemon.notify('rider:7', event);
    await client.next('notification', { event: 'c' });
    expect(client.pingFrames).toEqual([]);
    daemon.clock.advance(1_000);
    expect(client.pingFrames).toHaveLength(1);
    client.pong();
    await daemon.settled(async () => (await ackedSeq(daemon)) === 3);
  });

  test('acknowledges nothing that was written after the Ping', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7');
    await daemon.notify('rider:7', 'a');
    await client.next('notification', { event: 'a' });
    daemon.clock.advance(1_000);
    await daemon.notify('rider:7', 'b');
    await client.next('notification', { event: 'b' });
    client.pong();
    await daemon.settled(async () => (await ackedSeq(daemon)) === 1);
    daemon.clock.advance(1_000);
    client.pong();
    await daemon.settled(async () => (await ackedSeq(daemon)) === 2);
  });

  test('acknowledges by nothing weaker: no JSON, no Pong of its own, no other frame', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7');
    await daemon.notify('rider:7', 'a');
    await client.next('notification');
    daemon.clock.advance(1_000);
    client.pong('');
    client.pong('99');
    client.send({ type: 'pong' });
    await client.must({ type: 'ping' });
    await client.must({ type: 'ack', seq: 0 });
    expect(await ackedSeq(daemon)).toBe(0);
  });

  test('may answer only the newest of several Pings', async () => {
    const daemon = await simulateDaemon();
    const client = await daemon.connectAs('rider:7');
    for (const event of ['a', 'b']) {
      await daemon.notify('rider:7', event);
      await client.next('notification', { event });
      daemon.clock.advance(1_000);
    }
    expect(client.pingFrames).toHaveLength(2);
    client.pong();
    client.pong(client.pingFrames[0]);
    await daemon.settled(async () => (await ackedSeq(daemon)) === 2);
  });

  test('is pinged right after a replay, without any time passing', async () => {
    const daemon = await simulateDaemon({ limits: { resumePageMax: 2 } });
    for (const event of ['a', 'b', 'c', 'd', 'e']) await daemon.notify('rider:7', event);
    const client = await daemon.connectAs('rider:7');
    await client.next('notification', { event: 'e', replayed: true });
    await daemon.settled(() => client.pingFrames.length === 1);
    client.pong();
    await daemon.settled(async () => (await ackedSeq(daemon)) === 5);
    const again = await daemon.connectAs('rider:7');
    await daemon.notify('rider:7', 'f');
    expect(await again.next('notification')).toMatchObject({ event: 'f', seq: 6 });
  });

  test('is not offered an expired assignment, which counts as written', async () => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    scene.admin.answersPings = true;
    scene.driver.vanish();
    await scene.admin.must(scene.assignment);
    await daemon.passing(scene.admin.next('status_update', { status: 'declined' }));
    const driver = await daemon.connectAs(`driver:${scene.driverId}`);
    await driver.next('status_update', { status: 'declined', replayed: true });
    expect(driver.all('driver_assigned')).toEqual([]);
    expect(seqs(driver)).toEqual([2]);
    await daemon.settled(() => driver.pingFrames.length === 1);
    driver.pong();
    const user = { role: 'driver', userId: String(scene.driverId) } as const;
    await daemon.settled(async () => (await daemon.store.streamState(user)).ackedSeq === 2);
  });

  test.each([
    ['taken back', { type: 'status_update', status: 'pending' }],
    ['cancelled', { type: 'status_update', status: 'cancelled', reason: 'other' }],
  ])('is not offered what was %s, which counts as written', async (_, closing) => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    scene.driver.vanish();
    await scene.admin.must(scene.assignment);
    await scene.admin.must({ ...closing, ...scene.booking });
    const driver = await daemon.connectAs(`driver:${scene.driverId}`);
    await driver.next('status_update', { replayed: true });
    expect(driver.all('driver_assigned')).toEqual([]);
    expect(seqs(driver)).toEqual([2]);
    const resume = { epoch: daemon.store.epoch, seq: 0 };
    const resumed = await daemon.connectAs(`driver:${scene.driverId}`, { resume });
    await resumed.next('status_update');
    expect(seqs(resumed)).toEqual([1, 2]);
  });

  test('is offered what is open, whatever its clock says meanwhile', async () => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    const token = await daemon.tokenFor(`driver:${scene.driverId}`, { ttl_ms: null });
    daemon.clock.jump(3_600_000);
    await daemon.pass(40);
    scene.admin.answersPings = true;
    await scene.admin.must(scene.assignment);
    await daemon.pass(30);
    const expires_at = daemon.clock.now() + 30_000;
    const driver = await daemon.connectWith({ token });
    const { bookings } = await driver.next('snapshot');
    expect(bookings).toMatchObject([{ ...scene.booking, status: 'assigned', expires_at }]);
    expect(await driver.next('driver_assigned')).toMatchObject({ seq: 1, replayed: true });
    const resume = { epoch: daemon.store.epoch, seq: 0 };
    const resumed = await daemon.connectWith({ token, acks: true, resume });
    const offer = { ...scene.booking, version: 2, expires_at };
    expect(resumed.all('authenticated')).toMatchObject([{ offer }]);
  });

  test('of the library is sent it all the same', async () => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    scene.admin.answersPings = true;
    scene.driver.vanish();
    await scene.admin.must(scene.assignment);
    await daemon.passing(scene.admin.next('status_update', { status: 'declined' }));
    const driver = await daemon.connectAs(`driver:${scene.driverId}`, { acks: true });
    await driver.next('driver_assigned', { replayed: true });
    await driver.next('status_update', { replayed: true });
    expect(seqs(driver)).toEqual([1, 2]);
  });
});
