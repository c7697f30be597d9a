import { expect, test } from 'vitest';
import type { Store } from '../../src/daemon/store/store.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';

/** A disk on which bookings and notifications stand still until a test lets them go. */
function stuckDisk() {
  const waiting: (() => void)[] = [];
  let isStuck = true;
  const hold = <Asked extends unknown[], Answer>(call: (...asked: Asked) => Promise<Answer>) => {
    return (...asked: Asked) =>
      new Promise<Answer>((resolve) => {
        const go = () => resolve(call(...asked));
        if (isStuck) waiting.push(go);
        else go();
      });
  };
  return {
    spoil: (store: Store): Partial<Store> => ({
      execute: hold(store.execute),
      notify: hold(store.notify),
    }),
    release() {
      isStuck = false;
      for (const go of waiting.splice(0)) go();
    },
  };
}

const REQUEST = {
  type: 'request_booking',
  pickup_location: 'Public market',
  dropoff_location: 'Barangay hall',
};

test('a full queue refuses what is more, and drains when the disk moves again', async () => {
  const { spoil, release } = stuckDisk();
  const daemon = await simulateDaemon({ limits: { commandsQueuedMax: 2 } }, { spoil });
  const rider = await daemon.connectAs('rider:7', { acks: true, device: 'phone' });
  const others = [await daemon.connectAs('rider:8'), await daemon.connectAs('rider:9')];
  const admitted = others.map((other) => other.ask(REQUEST));

  const refusal = { code: 'overloaded', temporary: true, retry_after_ms: 1_000 };
  for (let count = 0; count < 20; count += 1) {
    expect(await rider.ask(REQUEST)).toMatchObject(refusal);
  }
  release();
  for (const answer of await Promise.all(admitted)) {
    expect(answer).toMatchObject({ type: 'ack', result: { status: 'pending' } });
  }
  // Nothing is remembered of a refusal for now: the same id is tried anew.
  rider.send({ ...REQUEST, id: 1 });
  await rider.next('ack', { id: 1 });
  await daemon.live.parts.dispatcher.drain();
  expect(rider.all('status_update')).toHaveLength(1);
  expect(daemon.live.parts.counters.dropped.get('overloaded')).toBe(20);
});

test('whoever waits too long keeps the next ones from joining them', async () => {
  const { spoil, release } = stuckDisk();
  const daemon = await simulateDaemon({ limits: { commandsWaitMs: 2_000 } }, { spoil });
  const admin = await daemon.connectAs('admin:1');
  const notify = (user_id: number) =>
    admin.ask({ type: 'notify', user_id, role: 'rider', event: 'hello', data: null });
  const first = notify(7);
  daemon.clock.advance(1_999);
  const second = notify(8);
  daemon.clock.advance(1);
  expect(await notify(9)).toMatchObject({ code: 'overloaded', retry_after_ms: 2_000 });
  release();
  expect(await Promise.all([first, second])).toMatchObject([{ type: 'ack' }, { type: 'ack' }]);
  expect(await notify(9)).toMatchObject({ type: 'ack' });
});

test('nothing but commands waits for the queue', async () => {
  const { spoil, release } = stuckDisk();
  const daemon = await simulateDaemon({ limits: { commandsQueuedMax: 1 } }, { spoil });
  const [admin, driver, rider] = [
    await daemon.connectAs('admin:1'),
    await daemon.connectAs('driver:3', { acks: true }),
    await daemon.connectAs('rider:7', { acks: true }),
  ];
  const stuck = rider.ask(REQUEST);
  expect(
    await admin.ask({ type: 'notify', user_id: 7, role: 'rider', event: 'e', data: null }),
  ).toMatchObject({ code: 'overloaded' });

  await rider.must({ type: 'ping' });
  await rider.must({ type: 'ack', seq: 0 });
  await driver.must({ type: 'location_update', latitude: 14.6, longitude: 121 });
  const points = [{ latitude: 14.6, longitude: 121, timestamp: daemon.clock.now() - 1_000 }];
  await driver.must({ type: 'location_batch', points });
  await admin.must({ type: 'join_room', room: 'bookings' });
  daemon.clock.advance(25_000);
  expect(rider.pings).toHaveLength(1);
  await daemon.connectAs('rider:8');

  release();
  expect(await stuck).toMatchObject({ type: 'ack' });
});
