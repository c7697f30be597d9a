import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { PositionRecord } from './position-record.ts';

test('a position counts once, with the time from one phone to the other', () => {
  const clock = new ManualClock();
  const record = new PositionRecord(clock);
  expect(record.latencyMs).toBeNull();
  record.handOver('driver-1', 1_000);
  record.handOver('driver-2', 1_000);
  clock.advance(12);
  record.see('driver-1', 1_000);
  record.see('driver-1', 1_000);
  clock.advance(8);
  record.see('driver-2', 1_000);
  expect([record.sent, record.delivered]).toEqual([2, 2]);
  expect(record.latencyMs).toMatchObject({ max: 20 });
  expect(record.latencyMs?.p50).toBeCloseTo(12, 1);
});

test('a position that no driver of the run has sent counts for nothing', () => {
  const record = new PositionRecord(new ManualClock());
  record.see('driver-1', 1_000);
  expect(record.delivered).toBe(0);
});
