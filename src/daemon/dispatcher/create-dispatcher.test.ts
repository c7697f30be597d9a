import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import type { BookingCommand } from '../../core/index.ts';
import { localBus } from '../bus/local-bus.ts';
import { Counters } from '../stats/counters.ts';
import type { CommittedStep, Delivery, Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import {
  ADMIN,
  driver,
  fresh,
  POLICY,
  refusalOf,
  rider,
  sceneOf,
  succeed,
} from '../store/testing/scene.ts';
import { tempStore } from '../store/testing/temp-store.ts';
import { TimeGate } from '../timers/time-gate.ts';
import { createDispatcher, type DispatcherParts } from './create-dispatcher.ts';

const LIMITS = { commandsQueuedMax: 1_000, commandsWaitMs: 2_000 };

async function startDispatcher(given: Partial<DispatcherParts> = {}) {
  const store = await tempStore();
  const [bus, clock, { log, lines }] = [localBus(), new ManualClock(), recordedLog()];
  const armed: number[] = [];
  const counters = new Counters();
  const dispatcher = createDispatcher({
    store,
    bus,
    clock,
    gate: new TimeGate(),
    log,
    policy: POLICY,
    positionOf: () => null,
    timers: { arm: (dueAtMs) => armed.push(dueAtMs) },
    wallClock: clock,
    limits: LIMITS,
    counters,
    ...given,
  });
  return { store, bus, clock, lines, armed, counters, dispatcher };
}

function requestFor(riderId: string, bookingId = fresh('booking')): BookingCommand {
  const places = { pickupLocation: 'Plaza', dropoffLocation: 'Pier' };
  return { kind: 'request', bookingId, riderId, ...places };
}

describe('a command', () => {
  it('is committed first, told second and answered last', async () => {
    const { store, bus, dispatcher } = await startDispatcher();
    const story: string[] = [];
    const stored: Promise<unknown>[] = [];
    bus.subscribe('step', ({ booking }) => {
      story.push('step');
      stored.push(store.booking(booking.bookingId));
    });
    bus.subscribe('delivery', ({ seq }) => story.push(`delivery ${seq}`));
    const outcome = await dispatcher.submit(requestFor('7'), rider('7'));
    story.push('answer');

    expect(story).toEqual(['step', 'delivery 1', 'answer']);
    expect(await Promise.all(stored)).toEqual([succeed(outcome).steps[0]?.booking]);
  });

  it('is told in the order of the commits, whatever came in together', async () => {
    const { bus, dispatcher } = await startDispatcher();
    const seqs: number[] = [];
    bus.subscribe('delivery', ({ seq }: Delivery) => seqs.push(seq));
    const user = rider('7');
    const calls = Array.from({ length: 100 }, (_, index) => [
      dispatcher.notify(user, 'hello', index),
      dispatcher.submit(requestFor('7'), user),
    ]);
    await Promise.all(calls.flat());
    expect(seqs).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
  });

  it('is told once: its repeats are answered only', async () => {
    const { bus, dispatcher, armed } = await startDispatcher();
    const steps: CommittedStep[] = [];
    bus.subscribe('step', (step) => steps.push(step));
    const [command, key] = [requestFor('7'), { scope: 's', id: '1', hash: 'a' }];
    const outcomes = [
      await dispatcher.submit(command, rider('7'), key),
      await dispatcher.submit(command, rider('7'), key),
    ];
    expect(outcomes.map((outcome) => succeed(outcome).answer.version)).toEqual([1, 1]);
    expect([steps.length, armed.length]).toEqual([1, 1]);
  });

  it('carries the time, the policy and where its driver is', async () => {
    const { store, clock, armed, dispatcher } = await startDispatcher({
      policy: { ...POLICY, assignTimeoutMs: 10_000 },
      positionOf: (driverId) => ({ latitude: Number(driverId), longitude: 1 }),
    });
    const bookingId = fresh('booking');
    await dispatcher.submit(requestFor('7', bookingId), rider('7'));
    await dispatcher.submit({ kind: 'assign', bookingId, driverId: '3' }, ADMIN);
    await dispatcher.submit({ kind: 'respond', bookingId, response: 'declined' }, driver('3'));

    const log = await store.transitions(bookingId);
    const there = { latitude: 3, longitude: 1 };
    expect(log.map(({ position }) => position)).toEqual([null, there, there]);
    expect(armed[1]).toBe(clock.now() + 10_000);
  });
});

it('waits while time is being set, and then goes by the new one', async () => {
  const [gate, stored] = [new TimeGate(), Promise.withResolvers<void>()];
  const { store, bus, clock, dispatcher } = await startDispatcher({ gate });
  const seqs: number[] = [];
  bus.subscribe('delivery', ({ seq }: Delivery) => seqs.push(seq));
  const setting = gate.whileShut(async () => {
    await stored.promise;
    clock.jump(3_600_000);
  });
  const [bookingId, startedMs] = [fresh('booking'), clock.now()];
  const waiting = [
    dispatcher.submit(requestFor('7', bookingId), rider('7')),
    dispatcher.notify(rider('7'), 'hello', null),
  ];
  expect(store.load().queued).toBe(0);
  stored.resolve();
  await setting;
  await Promise.all([...waiting, dispatcher.notify(rider('7'), 'hello', null)]);
  const [{ at } = { at: 0 }] = await store.transitions(bookingId);
  expect([at, seqs]).toEqual([startedMs + 3_600_000, [1, 2, 3]]);
});

describe('what goes wrong', () => {
  it('is refused as overloaded when too many wait, and nobody else suffers', async () => {
    const { dispatcher } = await startDispatcher({ limits: { ...LIMITS, commandsQueuedMax: 2 } });
    const outcomes = await Promise.all(
      ['1', '2', '3'].map((userId) => dispatcher.submit(requestFor(userId), rider(userId))),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(outcomes.map(refusalOf)[2]).toMatchObject({
      code: 'overloaded',
      retryAfterMs: expect.any(Number),
    });
    succeed(await dispatcher.submit(requestFor('4'), rider('4')));
  });

  it('is refused as overloaded while the disk does not move, until it does', async () => {
    const disk: (() => void)[] = [];
    const execute: Store['execute'] = (request) =>
      new Promise((resolve) => {
        disk.push(() => resolve(store.execute(request)));
      });
    const store = await tempStore();
    const { dispatcher, clock, counters } = await startDispatcher({
      store: { execute, notify: (request) => store.notify(request) },
    });
    const submit = (userId: string) => dispatcher.submit(requestFor(userId), rider(userId));
    const first = submit('1');
    clock.advance(1_500);
    const second = submit('2');
    clock.advance(1_500);
    const third = await submit('3');
    expect(refusalOf(third)).toMatchObject({ code: 'overloaded', retryAfterMs: 3_000 });
    expect(counters.dropped.get('overloaded')).toBe(1);

    disk[0]?.();
    succeed(await first);
    const fourth = submit('3');
    for (const finish of disk.slice(1)) finish();
    succeed(await second);
    succeed(await fourth);
    await dispatcher.drain();
  });

  it('becomes an internal refusal with a reference that the log has', async () => {
    const fault = new StoreError('failed', 'routa.db: the store failed', 'Report it.');
    const store = { execute: () => Promise.reject(fault), notify: () => Promise.reject(fault) };
    const { dispatcher, lines } = await startDispatcher({ store });
    const refusal = refusalOf(await dispatcher.submit(requestFor('7'), rider('7')));
    const [line] = lines;
    const details = { reference: line?.fields.reference };
    expect(refusal).toMatchObject({ code: 'internal', details });
    expect(line).toMatchObject({ level: 'error', fields: { hint: 'Report it.' } });
    expect(JSON.stringify(refusal)).not.toContain('routa.db');
  });

  it.each(['full', 'locked', 'not_writable', 'corrupt'] as const)(
    'is unavailable for a while where the database is %s, which the log is told elsewhere',
    async (code) => {
      const fault = new StoreError(code, `routa.db: it is ${code}`, 'Mend it.');
      const store = { execute: () => Promise.reject(fault), notify: () => Promise.reject(fault) };
      const { dispatcher, lines } = await startDispatcher({ store });
      const refusal = refusalOf(await dispatcher.submit(requestFor('7'), rider('7')));
      expect(refusal).toMatchObject({ code: 'unavailable', retryAfterMs: 5_000 });
      expect(JSON.stringify(refusal)).not.toContain('routa.db');
      expect(lines).toEqual([]);
    },
  );

  it('is not made worse by a listener that throws', async () => {
    const { bus, dispatcher, store, lines, armed } = await startDispatcher();
    const fail = () => {
      throw new Error('no');
    };
    for (const topic of ['step', 'delivery', 'rated'] as const) bus.subscribe(topic, fail);
    succeed(await dispatcher.submit(requestFor('7'), rider('7')));
    expect(lines[0]).toMatchObject({ level: 'error' });
    expect(armed).toHaveLength(1);

    expect(await dispatcher.notify(rider('7'), 'hello', null)).toMatchObject({ ok: true });
    const { ride, status } = sceneOf(store);
    const { bookingId, riderId } = await ride();
    for (const next of ['on_way', 'arrived', 'started', 'completed'] as const) {
      succeed(await status(bookingId, next, ADMIN));
    }
    const rate: BookingCommand = { kind: 'rate', bookingId, rating: 5 };
    expect(succeed(await dispatcher.submit(rate, rider(riderId))).rated).toBe(true);
  });

  it('is refused as shutting down once the dispatcher or the store is closed', async () => {
    const { dispatcher, store } = await startDispatcher();
    await store.close();
    const late = await dispatcher.submit(requestFor('7'), rider('7'));
    dispatcher.close();
    const later = await dispatcher.notify(rider('7'), 'hello', null);
    expect([late, later].map(refusalOf)).toMatchObject([
      { code: 'shutting_down' },
      { code: 'shutting_down' },
    ]);
  });
});

it('drains when nothing is under way any more', async () => {
  const { dispatcher } = await startDispatcher();
  await dispatcher.drain();
  const answered: string[] = [];
  for (const userId of ['1', '2']) {
    void dispatcher.submit(requestFor(userId), rider(userId)).then(() => answered.push(userId));
  }
  dispatcher.close();
  await dispatcher.drain();
  expect(answered).toEqual(['1', '2']);
});
