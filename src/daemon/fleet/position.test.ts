import { describe, expect, test } from 'vitest';
import { cleanBatch, cleanFix } from './position.ts';

const NOW_MS = 1_750_000_000_000;
const HERE = { latitude: 14.3, longitude: 121.1 };

test('what a phone does not know is left out', () => {
  const fix = cleanFix({ ...HERE, speed: -1, heading: null, accuracy: 8 }, NOW_MS);
  expect(fix).toMatchObject({ speed: undefined, heading: undefined, accuracy: 8 });
});

test('a fix from the future counts as taken now, and keeps its own time', () => {
  const fix = cleanFix({ ...HERE, timestamp: NOW_MS + 700.5 }, NOW_MS);
  expect([fix.takenAtMs, fix.timestamp]).toEqual([NOW_MS, NOW_MS + 700.5]);
});

describe('a batch', () => {
  const takenTimes = (timestamps: readonly (number | undefined)[], knownAheadMs = 0) =>
    cleanBatch(
      timestamps.map((timestamp) => ({ ...HERE, ...(timestamp !== undefined && { timestamp }) })),
      NOW_MS,
      knownAheadMs,
    ).map(({ takenAtMs }) => takenAtMs - NOW_MS);

  test('of a clock that is right keeps its times', () => {
    expect(takenTimes([NOW_MS - 20_000, NOW_MS - 10_000])).toEqual([-20_000, -10_000]);
  });

  test('of a clock that is ahead is shifted as a whole, so that no point is lost', () => {
    expect(takenTimes([NOW_MS + 40_000, NOW_MS + 50_000, NOW_MS + 60_000])).toEqual([
      -20_000, -10_000, 0,
    ]);
  });

  test('of a clock that is known to be ahead is as old as it is', () => {
    const timestamps = [NOW_MS - 20_000, NOW_MS - 10_000, NOW_MS + 30_000];
    expect(takenTimes(timestamps, 60_000)).toEqual([-80_000, -70_000, -30_000]);
    expect(takenTimes(timestamps, 10_000)).toEqual([-50_000, -40_000, 0]);
  });

  test('without times keeps its order', () => {
    expect(takenTimes([undefined, undefined, undefined])).toEqual([-2, -1, 0]);
    expect(takenTimes([undefined, undefined, undefined], 60_000)).toEqual([-2, -1, 0]);
    const [shown] = cleanBatch([HERE], NOW_MS, 60_000);
    expect(shown?.timestamp).toBe(NOW_MS);
  });
});
