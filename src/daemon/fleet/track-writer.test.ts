import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { Counters } from '../stats/counters.ts';
import type { TrackPoint } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { cleanFix } from './position.ts';
import { TrackWriter } from './track-writer.ts';

const fixAt = (takenAtMs: number) =>
  cleanFix({ latitude: 14, longitude: 121, timestamp: takenAtMs }, 1_000_000);

/** Lets everything that waits for a settled promise go on. */
async function turns() {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function openWriter() {
  const clock = new ManualClock();
  const { log, lines } = recordedLog();
  const batches: (readonly TrackPoint[])[] = [];
  const commits: PromiseWithResolvers<void>[] = [];
  const store = {
    async appendTrack(points: readonly TrackPoint[]) {
      const commit = Promise.withResolvers<void>();
      batches.push(points);
      commits.push(commit);
      await commit.promise;
      return { ok: true as const, stored: points.length };
    },
  };
  const counters = new Counters();
  const writer = new TrackWriter({ store, clock, log, counters });
  const dropped = () => counters.dropped.get('track_point');
  return { clock, lines, batches, commits, dropped, writer };
}

test('keeps one point a second of each driver', () => {
  const { clock, batches, writer } = openWriter();
  for (const takenAtMs of [1_000, 1_500, 1_999, 2_000, 2_500, 900]) {
    writer.add('a', null, fixAt(takenAtMs), 1_000_000);
  }
  writer.add('b', 'b-1', fixAt(1_500), 1_000_000);
  clock.advance(1_000);
  expect(batches[0]?.map(({ driverId, fixAtMs }) => [driverId, fixAtMs])).toEqual([
    ['a', 1_000],
    ['a', 2_000],
    ['a', 900],
    ['b', 1_500],
  ]);
});

test('has one write under way at a time, and writes what waits when it is closed', async () => {
  const { clock, batches, commits, writer } = openWriter();
  writer.add('a', null, fixAt(1_000), 1_000_000);
  clock.advance(1_000);
  writer.add('a', null, fixAt(2_000), 1_000_000);
  clock.advance(5_000);
  expect(batches).toHaveLength(1);
  const closing = writer.close();
  commits[0]?.resolve();
  await commits[0]?.promise;
  while (commits.length < 2) await Promise.resolve();
  commits[1]?.resolve();
  await closing;
  expect(batches.map((points) => points.length)).toEqual([1, 1]);
  expect(clock.pendingCount).toBe(0);
});

test('never keeps commands waiting with more than 500 points at once', async () => {
  const { clock, batches, commits, writer } = openWriter();
  for (let driver = 0; driver < 1_200; driver += 1) {
    writer.add(`d${driver}`, null, fixAt(1_000), 1_000_000);
  }
  clock.advance(1_000);
  for (const chunk of [0, 1, 2]) {
    while (commits.length <= chunk) await Promise.resolve();
    commits[chunk]?.resolve();
  }
  expect(batches.map((points) => points.length)).toEqual([500, 500, 200]);
  await writer.close();
});

test('says what it could not store, and goes on', async () => {
  const { clock, lines, commits, dropped, writer } = openWriter();
  writer.add('a', null, fixAt(1_000), 1_000_000);
  clock.advance(1_000);
  commits[0]?.reject(new Error('disk'));
  while (lines.length === 0) await Promise.resolve();
  expect([dropped(), lines[0]?.fields.points]).toEqual([1, 1]);
  await writer.close();
});

test('drops points rather than memory when the disk is stuck', () => {
  const { clock, dropped, writer } = openWriter();
  writer.add('first', null, fixAt(1_000), 1_000_000);
  clock.advance(1_000);
  for (let driver = 0; driver < 20_003; driver += 1) {
    writer.add(`d${driver}`, null, fixAt(1_000), 1_000_000);
  }
  expect(dropped()).toBe(3);
});

describe('where nothing can be stored', () => {
  const full = new StoreError('full', 'the disk is full', 'Free some room.');
  /** Has added points of so many drivers, and failed to write the first of them. */
  async function failToWrite(count: number) {
    const opened = openWriter();
    const { writer, clock, commits } = opened;
    for (let driver = 0; driver < count; driver += 1) {
      writer.add(`d${driver}`, null, fixAt(1_000), 1_000_000);
    }
    clock.advance(1_000);
    commits[0]?.reject(full);
    await turns();
    return opened;
  }

  test('points wait in their order, and are tried again when commands had their turn', async () => {
    const { clock, batches, commits, lines, dropped, writer } = await failToWrite(501);
    writer.add('late', null, fixAt(2_000), 1_000_000);
    clock.advance(9_000);
    expect(batches).toHaveLength(1);
    clock.advance(1_000);
    commits[1]?.resolve();
    await turns();
    commits[2]?.resolve();
    await writer.close();
    const stored = batches.slice(1).flat();
    expect(stored.map(({ driverId }) => driverId)).toEqual([
      ...Array.from({ length: 501 }, (_, driver) => `d${driver}`),
      'late',
    ]);
    expect([lines, dropped()]).toEqual([[], undefined]);
  });

  test('no more points wait than at any other time', async () => {
    const { writer, dropped } = await failToWrite(20_000);
    for (let driver = 0; driver < 3; driver += 1) {
      writer.add(`late${driver}`, null, fixAt(2_000), 1_000_000);
    }
    expect(dropped()).toBe(3);
  });

  test('what could not be stored before the end is told', async () => {
    const { commits, lines, writer } = await failToWrite(2);
    const closed = writer.close();
    await turns();
    commits[1]?.reject(full);
    await closed;
    expect(lines).toMatchObject([{ level: 'warn', fields: { points: 2 } }]);
  });
});
