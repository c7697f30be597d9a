import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/daemon/store/store.ts';
import { recordedLog } from '../../src/daemon/store/testing/recorded-log.ts';
import { drive, openSceneWith } from '../support/scene.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { seqs } from '../support/transcript.ts';

const EVENTS = ['a', 'b', 'c', 'd', 'e'];
const LAST_TEN = { streamMs: 1e12, streamCountMax: 10, commandMs: 1e12, trackMs: 1e12 };

describe('with resume, a client', () => {
  test('gets exactly what follows its number, then what happens live', async () => {
    const daemon = await simulateDaemon({ limits: { resumePageMax: 2 } });
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    const { epoch } = daemon.store;
    const rider = await daemon.connectAs('rider:7', { acks: true, resume: { epoch, seq: 2 } });
    expect(rider.all('authenticated')).toMatchObject([{ resumed: true, from: 2, seq: 5, epoch }]);
    await daemon.notify('rider:7', 'f');
    await rider.next('notification', { event: 'f' });
    expect(seqs(rider)).toEqual([3, 4, 5, 6]);
    expect(rider.all('snapshot')).toEqual([]);
    expect(rider.all('notification').map((each) => each.replayed)).not.toContain(true);
  });

  test('acknowledges up to its number, so that nobody is sent it as unread again', async () => {
    const daemon = await simulateDaemon();
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    const { epoch } = daemon.store;
    await daemon.connectAs('rider:7', { acks: true, resume: { epoch, seq: 3 } });
    const other = await daemon.connectAs('rider:7', { acks: true });
    expect(other.all('authenticated')).toMatchObject([{ resumed: false, from: 3, seq: 5 }]);
    await other.next('notification', { event: 'e' });
    expect(seqs(other)).toEqual([4, 5]);
  });

  test('may resume what another device of the same user has acknowledged', async () => {
    const daemon = await simulateDaemon();
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    const phone = await daemon.connectAs('rider:7', { acks: true, device: 'phone' });
    await phone.next('notification', { event: 'e' });
    await phone.must({ type: 'ack', seq: 5 });
    const resume = { epoch: daemon.store.epoch, seq: 1 };
    const tablet = await daemon.connectAs('rider:7', { acks: true, device: 'tablet', resume });
    await tablet.next('notification', { event: 'e' });
    expect(seqs(tablet)).toEqual([2, 3, 4, 5]);
  });

  test.each([
    ['of another history', { epoch: 'of-a-restored-copy', seq: 2 }],
    ['beyond the newest message', { epoch: null, seq: 6 }],
  ])('%s starts over: snapshot, then the offline queue', async (_what, { epoch, seq }) => {
    const daemon = await simulateDaemon();
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    await daemon.store.acknowledgeAll([{ user: { role: 'rider', userId: '7' }, seq: 3 }]);
    const resume = { epoch: epoch ?? daemon.store.epoch, seq };
    const rider = await daemon.connectAs('rider:7', { acks: true, resume });
    expect(rider.all('authenticated')).toMatchObject([{ resumed: false, from: 3, seq: 5 }]);
    await rider.next('notification', { event: 'e', replayed: true });
    expect(rider.received.map(({ type }) => type).slice(0, 2)).toEqual([
      'authenticated',
      'snapshot',
    ]);
    expect(seqs(rider)).toEqual([4, 5]);
  });

  test('starts over where history was pruned, at what is still kept', async () => {
    const daemon = await simulateDaemon();
    for (let count = 1; count <= 12; count += 1) await daemon.notify('rider:7', `${count}`);
    while (await daemon.store.purge(daemon.clock.now(), LAST_TEN));
    const resume = { epoch: daemon.store.epoch, seq: 1 };
    const rider = await daemon.connectAs('rider:7', { acks: true, resume });
    expect(rider.all('authenticated')).toMatchObject([{ resumed: false, from: 2, seq: 12 }]);
    await rider.next('notification', { event: '12' });
    expect(seqs(rider)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('a client that has seen what is not in this database', () => {
  const epochOf = (daemon: SimulatedDaemon) => daemon.store.epoch;
  test.each([
    ['of this history shows that it is an older copy, once an hour', epochOf, 2],
    ['of another history shows nothing', () => 'another', 0],
  ])('%s', async (_, epoch, alarms) => {
    const { log, lines } = recordedLog();
    const daemon = await simulateDaemon({}, { log });
    const resume = { epoch: epoch(daemon), seq: 3 };
    await daemon.notify('rider:7', 'a');
    await daemon.connectAs('rider:7', { acks: true, resume });
    await daemon.connectAs('rider:8', { acks: true, resume });
    daemon.clock.advance(3_600_000);
    await daemon.connectAs('rider:9', { acks: true, resume });
    const errors = lines.filter(({ level }) => level === 'error');
    expect(errors.map(({ fields }) => fields)).toEqual(
      [
        { user: 'rider:7', seen_seq: 3, newest_seq: 1 },
        { user: 'rider:9', seen_seq: 3, newest_seq: 0, suppressed: 1 },
      ].slice(0, alarms),
    );
    for (const { text } of errors) expect(text).toContain('routa restore --adopt');
  });
});

describe('the number to resume from', () => {
  test.each([
    ['a negative', -1],
    ['a fractional', 1.5],
    ['an enormous', 2 ** 53],
    ['a written', '2'],
    ['a missing', undefined],
  ])('is refused as %s one, and the client may try again', async (_what, seq) => {
    const daemon = await simulateDaemon();
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    const token = await daemon.tokenFor('rider:7');
    const rider = daemon.open();
    const { epoch } = daemon.store;
    const auth = { type: 'auth', token, acks: true };
    rider.send({ ...auth, id: 'bad', resume: { epoch, seq } });
    const details = { path: '/resume/seq' };
    expect(await rider.answerTo('bad')).toMatchObject({ code: 'invalid_message', details });
    rider.send({ ...auth, resume: { epoch, seq: 4 } });
    await rider.next('notification', { event: 'e' });
    expect(seqs(rider)).toEqual([5]);
  });

  test('may be the newest: nothing follows, and it may be acknowledged again', async () => {
    const daemon = await simulateDaemon();
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    const resume = { epoch: daemon.store.epoch, seq: 5 };
    const rider = await daemon.connectAs('rider:7', { acks: true, resume });
    expect(rider.all('authenticated')).toMatchObject([{ resumed: true, from: 5, seq: 5 }]);
    await rider.must({ type: 'ack', seq: 5 });
    expect(seqs(rider)).toEqual([]);
    await daemon.notify('rider:7', 'f');
    expect(await rider.next('notification')).toMatchObject({ seq: 6 });
  });

  test('may be nothing at all, also of a user who was never sent anything', async () => {
    const daemon = await simulateDaemon();
    const resume = { epoch: daemon.store.epoch, seq: 0 };
    const rider = await daemon.connectAs('rider:7', { acks: true, resume });
    expect(rider.all('authenticated')).toMatchObject([{ resumed: true, from: 0, seq: 0 }]);
    await daemon.notify('rider:7', 'a');
    expect(await rider.next('notification')).toMatchObject({ seq: 1 });
  });

  test('may be the last one that was pruned, and none before it', async () => {
    const daemon = await simulateDaemon();
    for (let count = 1; count <= 12; count += 1) await daemon.notify('rider:7', `${count}`);
    while (await daemon.store.purge(daemon.clock.now(), LAST_TEN));
    const resumeFrom = async (seq: number) => {
      const resume = { epoch: daemon.store.epoch, seq };
      const rider = await daemon.connectAs('rider:7', { acks: true, resume });
      return rider.all('authenticated')[0];
    };
    expect(await resumeFrom(1)).toMatchObject({ resumed: false, from: 2 });
    expect(await resumeFrom(2)).toMatchObject({ resumed: true, from: 2 });
  });

  test('is worth nothing without a token, and nothing to another user', async () => {
    const daemon = await simulateDaemon();
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    await daemon.notify('rider:8', 'a');
    const resume = { epoch: daemon.store.epoch, seq: 2 };
    const stranger = daemon.open();
    stranger.send({ type: 'auth', token: `rt_${'x'.repeat(43)}`, acks: true, resume });
    expect(await stranger.closed).toBe(4500);
    expect(seqs(stranger)).toEqual([]);
    const other = await daemon.connectAs('rider:8', { acks: true, resume });
    expect(other.all('authenticated')).toMatchObject([{ resumed: false, from: 0, seq: 1 }]);
  });

  test('opens the session also where it cannot be noted: the queue is only longer', async () => {
    let isFull = false;
    const spoil = (store: Store): Partial<Store> => ({
      acknowledgeAll: (all) =>
        isFull ? Promise.reject(new Error('the disk is full')) : store.acknowledgeAll(all),
    });
    const daemon = await simulateDaemon({}, { spoil });
    for (const event of EVENTS) await daemon.notify('rider:7', event);
    isFull = true;
    const resume = { epoch: daemon.store.epoch, seq: 3 };
    const rider = await daemon.connectAs('rider:7', { acks: true, resume });
    await rider.next('notification', { event: 'e' });
    expect(seqs(rider)).toEqual([4, 5]);
    isFull = false;
    const other = await daemon.connectAs('rider:7', { acks: true });
    expect(other.all('authenticated')).toMatchObject([{ from: 0 }]);
  });
});

describe('a session that is open', () => {
  test('is told to start over when what it had not taken was pruned meanwhile', async () => {
    const daemon = await simulateDaemon();
    const rider = await daemon.connectAs('rider:7', { acks: true });
    rider.socket.stall();
    rider.socket.bufferedBytes = 100_000;
    for (let count = 1; count <= 12; count += 1) await daemon.notify('rider:7', `${count}`);
    while (await daemon.store.purge(daemon.clock.now(), LAST_TEN));
    rider.socket.flow();
    daemon.clock.advance(250);
    expect(await rider.next('disconnect')).toMatchObject({ code: 4003, reconnect: true });
    expect(seqs(rider)).toEqual([]);
    const resume = { epoch: daemon.store.epoch, seq: 0 };
    const again = await daemon.connectAs('rider:7', { acks: true, resume });
    expect(again.all('authenticated')).toMatchObject([{ resumed: false, from: 2, seq: 12 }]);
    await again.next('snapshot');
    await again.next('notification', { event: '12', replayed: true });
    expect(seqs(again)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('stays closed when its very first messages are too many for it', async () => {
    const daemon = await simulateDaemon();
    const rider = daemon.open();
    rider.socket.stall();
    rider.socket.bufferedBytes = 1_048_576;
    rider.send({ type: 'auth', token: await daemon.tokenFor('rider:7') });
    const { dropped } = daemon.live.parts.counters;
    await daemon.settled(() => dropped.get('slow_consumer') === 1);
    rider.send({ type: 'ping' });
    await daemon.notify('rider:7', 'a');
    rider.socket.flow();
    expect(await rider.closed).toBe(4001);
    expect(rider.received.map(({ type }) => type)).toEqual(['disconnect']);
  });
});

describe('without resume, a client', () => {
  test('gets a snapshot, then what it has not acknowledged, marked as replayed', async () => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    await drive(scene, 'on_way');
    await scene.driver.must({ type: 'location_update', latitude: 14, longitude: 121 });
    const rider = await daemon.connectAs(`rider:${scene.riderId}`, { acks: true });
    const { bookings, positions } = await rider.next('snapshot');
    expect(bookings).toMatchObject([
      { ...scene.booking, rider_id: scene.riderId, status: 'on_way', version: 4 },
    ]);
    expect(positions).toMatchObject([{ ...scene.booking, latitude: 14, longitude: 121 }]);
    await rider.next('status_update', { status: 'on_way', replayed: true });
    expect(seqs(rider)).toEqual([1, 2, 3, 4]);
    await scene.driver.must({ type: 'status_update', ...scene.booking, status: 'arrived' });
    const live = await rider.next('status_update', { status: 'arrived' });
    expect(live).toMatchObject({ seq: 5 });
    expect(live).not.toHaveProperty('replayed');
  });

  test('finds an open assignment in its snapshot, with the time that is left', async () => {
    const daemon = await simulateDaemon();
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    await drive(scene, 'assigned');
    const expires_at = daemon.clock.now() + 60_000;
    const driver = await daemon.connectAs(`driver:${scene.driverId}`);
    const { bookings } = await driver.next('snapshot');
    expect(bookings).toMatchObject([{ ...scene.booking, status: 'assigned', expires_at }]);
    await scene.driver.must({ type: 'driver_response', ...scene.booking, response: 'accepted' });
    const again = await daemon.connectAs(`driver:${scene.driverId}`);
    const [booking] = (await again.next('snapshot')).bookings;
    expect(booking).toMatchObject({ status: 'accepted' });
    expect(booking).not.toHaveProperty('expires_at');
  });

  test('hears nothing before authenticated, whatever happens meanwhile', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    let isSlow = false;
    const spoil = (store: Store): Partial<Store> => ({
      async streamState(user) {
        if (isSlow) asked.resolve();
        if (isSlow) await answered.promise;
        return store.streamState(user);
      },
    });
    const daemon = await simulateDaemon({}, { spoil });
    const scene = await openSceneWith((name) => daemon.connectAs(name));
    await drive(scene, 'on_way');
    isSlow = true;
    const rider = daemon.open();
    rider.send({ type: 'auth', token: await daemon.tokenFor(`rider:${scene.riderId}`) });
    await asked.promise;
    await scene.driver.must({ type: 'location_update', latitude: 14, longitude: 121 });
    await scene.driver.must({ type: 'status_update', ...scene.booking, status: 'arrived' });
    expect(rider.received).toEqual([]);
    answered.resolve();
    await rider.next('status_update', { status: 'arrived' });
    const types = rider.received.map(({ type }) => type);
    expect(types.slice(0, 3)).toEqual(['authenticated', 'snapshot', 'location_update']);
    expect(seqs(rider)).toEqual([1, 2, 3, 4, 5]);
  });

  test('is sent each message once, in order, also what comes while it is replayed', async () => {
    const daemon = await simulateDaemon({ limits: { resumePageMax: 3 } });
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    for (const number of numbers.slice(0, 20)) await daemon.notify('rider:7', `${number}`);
    const opening = daemon.connectAs('rider:7', { acks: true });
    await Promise.all(numbers.slice(20).map((number) => daemon.notify('rider:7', `${number}`)));
    const rider = await opening;
    await rider.next('notification', { event: '40' });
    expect(seqs(rider)).toEqual(numbers);
  });
});
