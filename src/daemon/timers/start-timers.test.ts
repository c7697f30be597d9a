import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { localBus } from '../bus/local-bus.ts';
import type { CommittedStep, Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { fresh, POLICY, sceneOf, succeed } from '../store/testing/scene.ts';
import { tempStore, until } from '../store/testing/temp-store.ts';
import { startTimers } from './start-timers.ts';
import { TimeGate } from './time-gate.ts';

/** A store whose scene lives at the time of the clock. */
async function startWorld(open: () => Promise<Store> = tempStore) {
  const store = await open();
  const [bus, clock, { log, lines }] = [localBus(), new ManualClock(), recordedLog()];
  const gate = new TimeGate();
  const steps: CommittedStep[] = [];
  bus.subscribe('step', (step) => steps.push(step));
  const start = (through: Pick<Store, 'fireTimers' | 'nextTimerAt'> = store) => {
    const timers = startTimers({ store: through, bus, clock, gate, log, policy: POLICY });
    onTestFinished(() => timers.close());
    return timers;
  };
  /** Lets rounds that are under way finish; no time passes. */
  const settle = (isDone: () => boolean) =>
    until(store, () => {
      clock.advance(0);
      return isDone();
    });
  const offer = async () => {
    const { book, assign } = sceneOf(store);
    const { bookingId } = await book({ nowMs: clock.now() });
    return succeed(await assign(bookingId, fresh('driver'), { nowMs: clock.now() }));
  };
  return { store, bus, clock, gate, lines, steps, start, settle, offer };
}

it('fires an armed timer when it is due, and tells it', async () => {
  const { clock, steps, start, settle, offer } = await startWorld();
  const timers = start();
  await settle(() => clock.pendingCount === 1);
  const { nextTimerAt, answer } = await offer();
  timers.arm(nextTimerAt ?? 0);

  clock.advance(POLICY.assignTimeoutMs - 1);
  await settle(() => clock.pendingCount === 1);
  expect(steps).toEqual([]);
  clock.advance(1);
  await settle(() => steps.length > 0);
  expect(steps).toMatchObject([
    { transition: { bookingId: answer.bookingId, to: 'declined', by: 'system' } },
  ]);
});

it('arms by itself what its own firing sets', async () => {
  const { clock, steps, start, settle, offer } = await startWorld();
  start().arm((await offer()).nextTimerAt ?? 0);
  clock.advance(POLICY.assignTimeoutMs);
  await settle(() => steps.length === 1);
  await settle(() => clock.pendingCount === 1);
  for (let waitedMs = 0; waitedMs < POLICY.noDriverAfterMs; waitedMs += 30_000) {
    clock.advance(30_000);
    await settle(() => clock.pendingCount === 1);
  }
  expect(steps.map(({ transition }) => transition.to)).toEqual(['declined', 'cancelled']);
});

it('fires what fell due while no daemon ran, more than a page of it', async () => {
  const { store, clock, steps, start, settle } = await startWorld();
  const { book } = sceneOf(store);
  await Promise.all(Array.from({ length: 250 }, () => book({ nowMs: clock.now() })));
  clock.advance(POLICY.noDriverAfterMs);
  start();
  await settle(() => steps.length === 250);
});

it('notices within half a minute that the clock was set forward', async () => {
  const { clock, steps, start, settle, offer } = await startWorld();
  const timers = start();
  await settle(() => clock.pendingCount === 1);
  timers.arm((await offer()).nextTimerAt ?? 0);
  clock.jump(POLICY.assignTimeoutMs);
  clock.advance(30_000);
  await settle(() => steps.length === 1);
});

it('fires nothing while time is being set back, nor then what is due later', async () => {
  const { store, clock, gate, steps, start, settle, offer } = await startWorld();
  start();
  await settle(() => clock.pendingCount === 1);
  await offer();
  const stored = Promise.withResolvers<void>();
  const setting = gate.whileShut(async () => {
    await store.moveTimers(-3_600_000, clock.now() - 3_600_000, []);
    await stored.promise;
    clock.jump(-3_600_000);
  });
  clock.advance(30_000);
  for (let turn = 0; turn < 10; turn += 1) await store.nextTimerAt();
  stored.resolve();
  await setting;
  await settle(() => clock.pendingCount === 1);
  expect(steps).toEqual([]);
  clock.advance(30_000);
  await settle(() => steps.length === 1);
});

it('logs a fault of the store and tries again a second later', async () => {
  const { store, clock, steps, lines, start, settle, offer } = await startWorld();
  let failures = 1;
  const fault = new StoreError('overloaded', 'too much waits', 'Wait a moment.');
  await offer();
  clock.advance(POLICY.assignTimeoutMs);
  start({
    nextTimerAt: () => store.nextTimerAt(),
    fireTimers: (...call) => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(fault) : store.fireTimers(...call);
    },
  });
  await settle(() => clock.pendingCount === 1 && lines.length === 1);
  clock.advance(1_000);
  await settle(() => steps.length === 1);
});

it('fires what fell due in an outage, and leaves the log to the watch', async () => {
  const { store, clock, steps, lines, start, settle, offer } = await startWorld();
  const fault = new StoreError('full', 'the disk is full', 'Free some room.');
  let [failures, attempts] = [10, 0];
  await offer();
  clock.advance(POLICY.assignTimeoutMs);
  start({
    nextTimerAt: () => store.nextTimerAt(),
    fireTimers: (...call) => {
      attempts += 1;
      failures -= 1;
      return failures >= 0 ? Promise.reject(fault) : store.fireTimers(...call);
    },
  });
  for (let second = 1; second <= 10; second += 1) {
    await settle(() => clock.pendingCount === 1 && attempts === second);
    clock.advance(1_000);
  }
  await settle(() => steps.length === 1);
  expect(lines).toEqual([]);
});

it('logs which booking could not follow its timer', async () => {
  const { store, clock, lines, start, settle } = await startWorld();
  const details = { booking: '7' };
  const refusal = { code: 'internal', message: 'no', details } as const;
  start({
    nextTimerAt: () => store.nextTimerAt(),
    fireTimers: () => Promise.resolve([{ ok: false, refusal }]),
  });
  await settle(() => clock.pendingCount === 1);
  expect(lines).toMatchObject([{ level: 'error', fields: details }]);
});

it('leaves no timer of the clock when it is closed, twice or during a round', async () => {
  const { clock, start } = await startWorld();
  const timers = start();
  clock.advance(0);
  await Promise.all([timers.close(), timers.close()]);
  timers.arm(clock.now());
  expect(clock.pendingCount).toBe(0);
});
