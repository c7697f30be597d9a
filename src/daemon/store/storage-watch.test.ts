import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { StorageWatch } from './storage-watch.ts';
import { StoreError, type StoreErrorCode } from './store-error.ts';
import { recordedLog } from './testing/recorded-log.ts';
import { tempStore } from './testing/temp-store.ts';

/** A watch over a store whose writes fail as long as `fault` is set. */
async function startWatch() {
  const [sound, clock, { log, lines }] = [await tempStore(), new ManualClock(), recordedLog()];
  const disk: { fault: StoreError | null; probes: number } = { fault: null, probes: 0 };
  const fail = <Result>(call: () => Promise<Result>) =>
    disk.fault === null ? call() : Promise.reject(disk.fault);
  const probe = () => {
    disk.probes += 1;
    return fail(() => sound.probe());
  };
  const acknowledgeAll = () => fail(() => Promise.resolve());
  const watch = new StorageWatch({ store: { ...sound, probe, acknowledgeAll }, clock, log });
  onTestFinished(() => watch.close());
  const write = () => watch.store.acknowledgeAll([]);
  /** Answers nothing; what is under way has its effect. */
  const failToWrite = async (code: StoreErrorCode) => {
    disk.fault = new StoreError(code, `it is ${code}`, 'Mend it.');
    await expect(write()).rejects.toBe(disk.fault);
  };
  /** Lets seconds pass, and each probe have its answer. */
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      await sound.probe();
      await sound.probe();
    }
  };
  return { watch, clock, disk, lines, write, failToWrite, pass };
}

it('tells the beginning and the end of an outage, and nothing in between', async () => {
  const { watch, clock, disk, lines, failToWrite, pass } = await startWatch();
  expect(watch.outage).toBeNull();
  for (let count = 0; count < 100; count += 1) await failToWrite('full');
  await pass(20);
  expect(watch.outage?.code).toBe('full');
  expect(lines).toMatchObject([
    { level: 'error', fields: { reason: 'full', fault: 'it is full', hint: 'Mend it.' } },
  ]);

  disk.fault = null;
  await pass(6);
  expect(watch.outage).toBeNull();
  expect(lines.slice(1)).toMatchObject([{ level: 'warn', fields: { lastedMs: 20_000 } }]);
  expect(clock.pendingCount).toBe(0);
});

it('is not over as long as some writes still fail', async () => {
  const { watch, disk, lines, failToWrite, pass } = await startWatch();
  for (let round = 0; round < 5; round += 1) {
    await failToWrite('full');
    disk.fault = null;
    await pass(4);
    expect(watch.outage?.code).toBe('full');
  }
  await pass(2);
  expect(watch.outage).toBeNull();
  expect(lines).toHaveLength(2);
});

it('tells another reason', async () => {
  const { watch, lines, failToWrite } = await startWatch();
  for (const code of ['locked', 'full', 'full'] as const) await failToWrite(code);
  expect(watch.outage?.code).toBe('full');
  expect(lines.map(({ fields }) => fields.reason)).toEqual(['locked', 'full']);
});

it('takes damage for lasting, whatever succeeds beside it', async () => {
  const { watch, disk, failToWrite, pass } = await startWatch();
  await failToWrite('corrupt');
  disk.fault = null;
  await pass(60);
  expect(disk.probes).toBe(0);
  await failToWrite('full');
  expect(watch.outage?.code).toBe('corrupt');
});

it('passes over what is no outage', async () => {
  const { watch, clock, lines, failToWrite } = await startWatch();
  for (const code of ['failed', 'overloaded', 'closed'] as const) await failToWrite(code);
  expect([watch.outage, lines, clock.pendingCount]).toEqual([null, [], 0]);
});

it('leaves no timer when it is closed, and begins none', async () => {
  const { watch, clock, failToWrite } = await startWatch();
  await failToWrite('full');
  watch.close();
  await failToWrite('locked');
  watch.close();
  expect(clock.pendingCount).toBe(0);
});
