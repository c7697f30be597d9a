import { expect, it } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import type { Retention } from '../store/store.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { rider } from '../store/testing/scene.ts';
import { tempStore, until } from '../store/testing/temp-store.ts';
import { startPurge } from './start-purge.ts';

const RETENTION: Retention = { streamMs: 30_000, streamCountMax: 10, commandMs: 1, trackMs: 1 };
const retention = () => RETENTION;

it('deletes once a minute what is past its retention, until nothing is left', async () => {
  const store = await tempStore();
  const [clock, { log }] = [new ManualClock(), recordedLog()];
  const notify = { to: rider('7'), event: 'hello', data: null, nowMs: clock.now() };
  await Promise.all(Array.from({ length: 2_500 }, () => store.notify(notify)));
  const purge = startPurge({ store, clock, log, retention, doubtedMs: () => 0 });
  clock.advance(59_999);
  expect((await store.stream(rider('7'), 0, 1)).length).toBe(1);

  clock.advance(1);
  await until(store, async () => (await store.stream(rider('7'), 0, 1)).length === 0);
  await purge.close();
  await purge.close();
  expect(clock.pendingCount).toBe(0);
});

it('logs a fault and goes on with the next minute', async () => {
  const [clock, { log, lines }] = [new ManualClock(), recordedLog()];
  const store = { purge: () => Promise.reject(new Error('no')) };
  const purge = startPurge({ store, clock, log, retention, doubtedMs: () => 0 });
  for (const faults of [1, 2]) {
    clock.advance(60_000);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(lines).toHaveLength(faults);
  }
  await purge.close();
});

it('keeps everything longer by what may be a mistake of the clock', async () => {
  const [clock, { log }] = [new ManualClock(), recordedLog()];
  const asked: unknown[] = [];
  const store = {
    purge: async (...parameters: unknown[]) => {
      asked.push(parameters);
      return false;
    },
  };
  const purge = startPurge({ store, clock, log, retention, doubtedMs: () => 7 });
  clock.advance(60_000);
  await purge.close();
  const longer = { streamMs: 30_007, streamCountMax: 10, commandMs: 8, trackMs: 8 };
  expect(asked).toEqual([[clock.now(), longer]]);
});
