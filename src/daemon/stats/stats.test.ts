import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { compileSchema } from '../../protocol/decode.ts';
import { StatsView } from '../../protocol/schemas/views.ts';
import { StoreError } from '../store/store-error.ts';
import { Counters } from './counters.ts';
import { Stats } from './stats.ts';

function startStats(countBookings: () => Promise<object> = () => Promise.resolve({})) {
  const clock = new ManualClock();
  const counters = new Counters();
  const storage = { outage: null as StoreError | null };
  const stats = new Stats({
    clock,
    serviceClock: clock,
    counters,
    store: { countBookings, load: () => ({ queued: 3, commitMs: 1.234 }) },
    storage,
    version: '1.2.3',
    connections: () => ({ admin: 1, driver: 2, rider: 3, total: 7 }),
  });
  onTestFinished(() => {
    stats.close();
    expect(clock.pendingCount).toBe(0);
  });
  return { clock, counters, stats, storage };
}

test('has the shape that is published, before anything has happened', () => {
  const { stats } = startStats();
  expect(compileSchema(StatsView).Check(stats.current())).toBe(true);
  expect(stats.current()).toMatchObject({
    version: '1.2.3',
    connections: { total: 7 },
    latency_ms: { command: null, position: null },
    store: { queued: 3, commit_ms: 1.2 },
  });
});

test('says why nothing can be stored, as long as nothing can', () => {
  const { stats, storage } = startStats();
  expect(stats.current().store).not.toHaveProperty('outage');
  storage.outage = new StoreError('full', 'the disk is full', 'Free some room.');
  expect(stats.current().store).toMatchObject({ outage: 'full' });
});

test('tells rates over the last second', () => {
  const { clock, counters, stats } = startStats();
  counters.messagesIn = 40;
  counters.bytesOut = 5_000;
  clock.advance(1_000);
  expect(stats.current()).toMatchObject({
    messages: { in_per_s: 40, out_per_s: 0 },
    bytes: { in_per_s: 0, out_per_s: 5_000 },
    uptime_s: 1,
  });
  clock.advance(1_000);
  expect(stats.current().messages.in_per_s).toBe(0);
});

test('counts what was dropped, by reason', () => {
  const { counters, stats } = startStats();
  for (const reason of ['coalesced', 'coalesced', 'malformed'] as const) counters.drop(reason);
  expect(stats.current().dropped).toEqual({ coalesced: 2, malformed: 1 });
});

test('does not ask the store while it still counts, and survives its faults', async () => {
  const answers: PromiseWithResolvers<object>[] = [];
  const { clock, stats } = startStats(() => {
    const answer = Promise.withResolvers<object>();
    answers.push(answer);
    return answer.promise;
  });
  clock.advance(3_000);
  expect(answers).toHaveLength(1);
  answers[0]?.resolve({ pending: 4 });
  await answers[0]?.promise;
  await Promise.resolve();
  await Promise.resolve();
  expect(stats.current().bookings).toEqual({ pending: 4 });
  clock.advance(1_000);
  answers[1]?.reject(new Error('disk'));
  await answers[1]?.promise.catch(() => {});
  await Promise.resolve();
  expect(stats.current().bookings).toEqual({ pending: 4 });
});
