import { describe, expect, test } from 'vitest';
import { formatUser } from '../../src/protocol/index.ts';
import { drive, openSceneWith, PLACES } from '../support/scene.ts';
import type { SimulatedClient } from '../support/simulated-client.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { seqs } from '../support/transcript.ts';

/**
 * A phone that has changed its network: its old connection is still open on one side, full of
 * words that may arrive at any time, while its new one goes on.
 */

const MINUTE_MS = 60_000;
const PHONE = { device: 'phone' } as const;
const rider = { role: 'rider', userId: '7' } as const;
const ackedSeq = async ({ store }: SimulatedDaemon) => (await store.streamState(rider)).ackedSeq;

/** The old connection, which does not learn that it was replaced, and the new one. */
async function handOver(daemon: SimulatedDaemon, userName: string, auth: { acks?: boolean } = {}) {
  const token = await daemon.tokenFor(userName);
  const zombie = await daemon.connectWith({ token, ...PHONE, attempt: 1, ...auth });
  zombie.socket.stall();
  const takeOver = () => daemon.connectWith({ token, ...PHONE, attempt: 2, ...auth });
  return { zombie, takeOver, token };
}

/** What the daemon says of who is here, from now on. */
function presenceOf({ live }: SimulatedDaemon): string[] {
  const said: string[] = [];
  live.parts.bus.subscribe('presence', ({ user, online }) => {
    said.push(`${formatUser(user)} ${online ? 'on' : 'off'}`);
  });
  return said;
}

describe('the old connection of a device', () => {
  test('is closed at once, and ends nothing of the new one, however late it ends', async () => {
    const daemon = await simulateDaemon();
    const presence = presenceOf(daemon);
    const { zombie, takeOver } = await handOver(daemon, 'rider:7', { acks: true });
    const live = await takeOver();
    live.answersPings = true;
    expect(daemon.live.parts.registry.size).toBe(1);
    daemon.clock.advance(3 * MINUTE_MS);
    zombie.socket.flow();
    expect(await zombie.closed).toBe(4505);
    daemon.clock.advance(MINUTE_MS);
    await live.must({ type: 'ping' });
    expect(daemon.live.parts.sessions.isOnline(rider)).toBe(true);
    expect(presence).toEqual(['rider:7 on']);
    await daemon.notify('rider:7', 'a');
    expect(await live.next('notification')).toMatchObject({ seq: 1 });
  });

  test('acknowledges nothing any more, by Pong or by word', async () => {
    const daemon = await simulateDaemon();
    const { zombie, takeOver } = await handOver(daemon, 'rider:7');
    zombie.socket.flow();
    await daemon.notify('rider:7', 'a');
    await zombie.next('notification');
    daemon.clock.advance(1_000);
    expect(zombie.pingFrames).toEqual(['1']);
    zombie.socket.stall();
    const live = await takeOver();
    zombie.pong('1');
    zombie.send({ type: 'ack', seq: 1 });
    await live.must({ type: 'ping' });
    expect(await ackedSeq(daemon)).toBe(0);
    await live.next('notification', { event: 'a', replayed: true });
  });

  test('takes no part of what the new one is sent', async () => {
    const daemon = await simulateDaemon({ limits: { resumePageMax: 2 } });
    for (const event of ['a', 'b', 'c', 'd', 'e']) await daemon.notify('rider:7', event);
    const token = await daemon.tokenFor('rider:7');
    const zombie = daemon.open();
    zombie.send({ type: 'auth', token, ...PHONE, acks: true });
    const live = await daemon.connectWith({ token, ...PHONE, acks: true });
    await daemon.notify('rider:7', 'f');
    await live.next('notification', { event: 'f' });
    expect(seqs(live)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seqs(zombie).length).toBeLessThan(6);
  });

  test('leaves the rooms of the new one alone', async () => {
    const daemon = await simulateDaemon();
    const { zombie, takeOver } = await handOver(daemon, 'admin:1');
    zombie.socket.flow();
    await zombie.must({ type: 'join_room', room: 'bookings' });
    zombie.socket.stall();
    const live = await takeOver();
    await live.must({ type: 'join_room', room: 'bookings' });
    zombie.send({ type: 'leave_room', room: 'bookings' });
    zombie.vanish();
    await zombie.closed;
    const booker = await daemon.connectAs('rider:7');
    await booker.must({ type: 'request_booking', ...PLACES });
    expect(await live.next('booking')).toMatchObject({ booking: { rider_id: 7 } });
  });

  test('drives nobody anywhere: its late positions are not heard', async () => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name, card) =>
      daemon.connectAs(name, { ...PHONE, ...card }),
    );
    await drive(scene, 'on_way');
    const { driver: zombie, driverId } = scene;
    zombie.socket.stall();
    const live = await daemon.connectAs(`driver:${driverId}`, PHONE);
    await live.must({ type: 'location_update', latitude: 14, longitude: 121 });
    zombie.send({ type: 'location_update', latitude: 15, longitude: 122 });
    await scene.rider.next('location_update', { longitude: 121 });
    expect(daemon.live.parts.fleet.position(String(driverId))).toMatchObject({ latitude: 14 });
  });
});

describe('a command that is under way when its device takes over', () => {
  const request = { type: 'request_booking', ...PLACES, id: 'r1' };

  test('is answered once, to whoever asks again on the new connection', async () => {
    const daemon = await simulateDaemon();
    const { zombie, takeOver } = await handOver(daemon, 'rider:7');
    zombie.send(request);
    const live = await takeOver();
    live.send(request);
    const answer = await live.answerTo('r1');
    expect(answer).toMatchObject({ type: 'ack', result: { status: 'pending', version: 1 } });
    zombie.socket.flow();
    expect(await zombie.closed).toBe(4505);
    expect(zombie.all('ack')).toEqual([]);
    const bookings = await daemon.store.bookings({ riderId: '7', limit: 10 });
    expect(bookings).toHaveLength(1);
  });

  test('is done once also when both say it at the same moment', async () => {
    const daemon = await simulateDaemon();
    const { zombie, takeOver } = await handOver(daemon, 'admin:1');
    const notify = { type: 'notify', role: 'rider', user_id: 7, event: 'news', id: 9 };
    const opening = takeOver();
    zombie.send(notify);
    const live = await opening;
    live.send(notify);
    expect(await live.answerTo(9)).toMatchObject({ result: { seq: 1 } });
    expect(await daemon.store.streamState(rider)).toMatchObject({ newestSeq: 1 });
  });

  test('is not asked by whoever has the same device in another role', async () => {
    const daemon = await simulateDaemon();
    const [first, second] = [
      await daemon.connectAs('rider:7', PHONE),
      await daemon.connectAs('admin:7', PHONE),
    ];
    first.send(request);
    second.send({ ...request, rider_id: 8 });
    const answers = [await first.answerTo('r1'), await second.answerTo('r1')];
    expect(answers).toMatchObject([{ type: 'ack' }, { type: 'ack' }]);
    expect(answers[0]).not.toEqual(answers[1]);
    for (const client of [first, second]) expect(client.all('disconnect')).toEqual([]);
  });
});

describe('of two connections of one device', () => {
  test('the later one stays when both say the same attempt', async () => {
    const daemon = await simulateDaemon();
    const token = await daemon.tokenFor('rider:7');
    const before = await daemon.connectWith({ token, ...PHONE, attempt: 3 });
    const after = await daemon.connectWith({ token, ...PHONE, attempt: 3 });
    expect(await before.closed).toBe(4505);
    await after.must({ type: 'ping' });
  });

  test('the one with the higher attempt stays, whatever token is read first', async () => {
    const daemon = await simulateDaemon();
    const token = await daemon.tokenFor('rider:7');
    for (const attempts of [
      [1, 2],
      [4, 3],
    ]) {
      const both = attempts.map((attempt): [number, SimulatedClient] => {
        const client = daemon.open();
        client.send({ type: 'auth', token, ...PHONE, attempt });
        return [attempt, client];
      });
      const [loser, winner] = both.sort(([a], [b]) => a - b);
      expect(await loser?.[1].closed).toBe(4505);
      await winner?.[1].must({ type: 'ping' });
      winner?.[1].vanish();
      await winner?.[1].closed;
    }
  });

  test('the one that comes when the other is gone need not be the higher', async () => {
    const daemon = await simulateDaemon();
    const token = await daemon.tokenFor('rider:7');
    const before = await daemon.connectWith({ token, ...PHONE, attempt: 9 });
    before.vanish();
    await before.closed;
    await daemon.connectWith({ token, ...PHONE, attempt: 1 });
  });
});

describe('a user with many connections', () => {
  test('is present from the first of them until ten seconds after the last', async () => {
    const daemon = await simulateDaemon();
    const presence = presenceOf(daemon);
    const tabs: SimulatedClient[] = [];
    for (let count = 1; count <= 3; count += 1) tabs.push(await daemon.connectAs('rider:7'));
    for (const tab of tabs) {
      tab.vanish();
      await tab.closed;
    }
    expect(daemon.live.parts.sessions.isOnline(rider)).toBe(false);
    daemon.clock.advance(9_999);
    expect(presence).toEqual(['rider:7 on']);
    daemon.clock.advance(1);
    expect(presence).toEqual(['rider:7 on', 'rider:7 off']);
  });

  test('acknowledges with any of them for all, and each goes on at its own place', async () => {
    const daemon = await simulateDaemon();
    const [one, other] = [
      await daemon.connectAs('rider:7', { acks: true }),
      await daemon.connectAs('rider:7'),
    ];
    await daemon.notify('rider:7', 'a');
    for (const tab of [one, other]) await tab.next('notification', { event: 'a' });
    await one.must({ type: 'ack', seq: 1 });
    await daemon.notify('rider:7', 'b');
    for (const tab of [one, other]) await tab.next('notification', { event: 'b' });
    expect(await ackedSeq(daemon)).toBe(1);
    daemon.clock.advance(1_000);
    other.pong();
    await daemon.settled(async () => (await ackedSeq(daemon)) === 2);
    expect([seqs(one), seqs(other)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});
