import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/daemon/store/store.ts';
import { StoreError } from '../../src/daemon/store/store-error.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';

/** Fails the first call of one method, and then does as it should. */
function failOnce(
  name: 'streamState' | 'bookings' | 'appendTrack' | 'notify' | 'acknowledgeAll',
  error: Error,
) {
  let hasFailed = false;
  return (store: Store): Partial<Store> => {
    const call = store[name] as (...asked: unknown[]) => Promise<never>;
    const spoilt = (...asked: unknown[]) => {
      // The daemon's own start is not what is tested.
      const isStart = name === 'bookings' && JSON.stringify(asked).includes('100000');
      if (hasFailed || isStart) return call(...asked);
      hasFailed = true;
      return Promise.reject(error);
    };
    return { [name]: spoilt };
  };
}

const DISK = new Error('the disk is gone');

describe('a fault of the store', () => {
  test('while a session is opened sends the client away for a moment: 4003', async () => {
    const daemon = await simulateDaemon({}, { spoil: failOnce('streamState', DISK) });
    const token = await daemon.tokenFor('rider:7');
    const rider = daemon.open();
    rider.send({ type: 'auth', token });
    expect(await rider.next('disconnect')).toMatchObject({ code: 4003, reconnect: true });
    expect(await rider.closed).toBe(4003);
    expect(daemon.live.parts.sessions.isOnline({ role: 'rider', userId: '7' })).toBe(false);
    await daemon.connectWith({ token });
  });

  test('in a command is a temporary error with a reference, and costs nothing else', async () => {
    const daemon = await simulateDaemon({}, { spoil: failOnce('bookings', DISK) });
    const admin = await daemon.connectAs('admin:1');
    const join = { type: 'join_room', room: 'bookings' };
    const answer = await admin.ask(join);
    expect(answer).toMatchObject({ code: 'internal', temporary: true });
    expect(JSON.stringify(answer)).not.toContain('disk is gone');
    expect(admin.all('room_joined')).toEqual([]);
    await admin.must(join);
    expect(admin.all('room_joined')).toHaveLength(1);
  });

  test('that is only an overload is told as one', async () => {
    const overload = new StoreError('overloaded', 'too much', 'wait');
    const daemon = await simulateDaemon({}, { spoil: failOnce('bookings', overload) });
    const admin = await daemon.connectAs('admin:1');
    const answer = await admin.ask({ type: 'join_room', room: 'bookings' });
    expect(answer).toMatchObject({ code: 'overloaded', temporary: true, retry_after_ms: 1_000 });
  });

  test('is forgotten when the same id comes again', async () => {
    const daemon = await simulateDaemon({}, { spoil: failOnce('appendTrack', DISK) });
    const driver = await daemon.connectAs('driver:7', { device: 'phone' });
    const points = [{ latitude: 14, longitude: 121, timestamp: 1_700_000_000_000 }];
    const batch = { type: 'location_batch', points, id: 'b1' };
    driver.send(batch);
    expect(await driver.next('error')).toMatchObject({ id: 'b1', temporary: true });
    driver.send(batch);
    expect(await driver.next('ack')).toMatchObject({ id: 'b1', result: { stored: 1 } });
  });
});

describe('where nothing can be stored', () => {
  const full = new StoreError('full', 'the disk is full', 'Free some room.');

  test('a command is refused for a while, in words for those who cannot help it', async () => {
    const daemon = await simulateDaemon({}, { spoil: failOnce('notify', full) });
    const admin = await daemon.connectAs('admin:1', { device: 'desk' });
    const notice = { type: 'notify', role: 'rider', user_id: 7, event: 'promo', id: 'n1' };
    admin.send(notice);
    const answer = await admin.answerTo('n1');
    expect(answer).toMatchObject({ code: 'unavailable', temporary: true, retry_after_ms: 5_000 });
    expect(JSON.stringify(answer)).not.toContain('disk');
    admin.send(notice);
    expect(await admin.next('ack')).toMatchObject({ id: 'n1', result: { seq: 1 } });
  });

  test('a client resumes nevertheless, and its acknowledgement follows', async () => {
    const daemon = await simulateDaemon({}, { spoil: failOnce('acknowledgeAll', full) });
    await daemon.notify('rider:7', 'promo');
    const token = await daemon.tokenFor('rider:7');
    const resume = { epoch: daemon.store.epoch, seq: 1 };
    const first = await daemon.connectWith({ token, resume, acks: true });
    expect(first.all('authenticated')).toMatchObject([{ resumed: true, from: 1 }]);
    await first.must({ type: 'ack', seq: 1 });
    const second = await daemon.connectWith({ token, acks: true });
    expect(second.all('authenticated')).toMatchObject([{ resumed: false, from: 1 }]);
  });
});
