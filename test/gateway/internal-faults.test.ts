import { expect, test } from 'vitest';
import type { Log } from '../../src/daemon/services.ts';
import type { Store } from '../../src/daemon/store/store.ts';
import { silentLog } from '../support/silent-log.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';

const JOIN = { type: 'join_room', room: 'bookings' };
const LEAVE = { type: 'leave_room', room: 'bookings' };

/** A log whose errors a test can read. */
function errorLog() {
  const errors: Readonly<Record<string, unknown>>[] = [];
  const log: Log = { ...silentLog, error: (fields) => errors.push(fields), child: () => log };
  return { log, errors };
}

/** A part that throws where nobody expects it, as long as it is broken. */
function brokenBookings() {
  const state = { isBroken: true };
  const spoil = (store: Store): Partial<Store> => ({
    bookings: (...asked) => {
      const isStart = JSON.stringify(asked).includes('100000');
      if (state.isBroken && !isStart) throw new TypeError('a slip of ours: rt_secret');
      return store.bookings(...asked);
    },
  });
  return { state, spoil };
}

test('a fault in a handler costs its message, and is in the log by reference', async () => {
  const [{ log, errors }, { state, spoil }] = [errorLog(), brokenBookings()];
  const daemon = await simulateDaemon({}, { log, spoil });
  const admin = await daemon.connectAs('admin:1');
  const answer = await admin.ask(JOIN);
  expect(answer).toMatchObject({ code: 'internal', temporary: true });
  expect(JSON.stringify(answer)).not.toContain('slip');
  const { reference } = 'details' in answer ? (answer.details ?? {}) : {};
  expect(errors).toMatchObject([{ reference, err: { message: 'a slip of ours: rt_secret' } }]);
  expect(daemon.live.parts.counters.dropped.get('internal')).toBe(1);
  state.isBroken = false;
  await admin.must(JOIN);
});

test('the tenth fault within a minute ends the connection that met them: 4003', async () => {
  const { spoil } = brokenBookings();
  const daemon = await simulateDaemon({}, { spoil });
  const [admin, other] = [await daemon.connectAs('admin:1'), await daemon.connectAs('admin:2')];
  for (let count = 1; count <= 10; count += 1) admin.send(JOIN);
  expect(await admin.next('disconnect')).toMatchObject({
    code: 4003,
    reconnect: true,
    retry_after_ms: 10_000,
  });
  expect(await admin.closed).toBe(4003);
  await other.must(LEAVE);
});

test('faults now and then are forgiven', async () => {
  const { spoil } = brokenBookings();
  const daemon = await simulateDaemon({}, { spoil });
  const admin = await daemon.connectAs('admin:1');
  admin.answersPings = true;
  for (let count = 1; count <= 30; count += 1) {
    expect(await admin.ask(JOIN)).toMatchObject({ code: 'internal' });
    daemon.clock.advance(10_000);
  }
  expect(admin.all('disconnect')).toEqual([]);
});

test('what is thrown outside of handlers does not get back to the socket', async () => {
  const daemon = await simulateDaemon();
  const rider = await daemon.connectAs('rider:7');
  const [session] = daemon.live.parts.registry.of('rider:7');
  if (session === undefined) throw new Error('the session is not there');
  // As a slip in the reading of Pongs would.
  session.pongFor = () => {
    throw new TypeError('a slip of ours');
  };
  rider.pong('1');
  expect(await rider.next('error')).toMatchObject({ code: 'internal' });
  await rider.must({ type: 'ping' });
});
