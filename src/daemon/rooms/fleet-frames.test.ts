import { expect, test } from 'vitest';
import { framesOf } from './fleet-frames.ts';

const rowOf = (driverId: string, length = 10) => {
  const driver = {
    driver_id: driverId,
    online: true,
    state: 'free' as const,
    name: 'ñ'.repeat(length),
  };
  return { driverId, driver, json: JSON.stringify(driver) };
};

test('nobody makes no frame', () => {
  expect(framesOf([])).toEqual([]);
});

test('many drivers are in one frame, in their order', () => {
  const rows = ['a', 'b', 'c'].map((id) => rowOf(id));
  const [frame, ...more] = framesOf(rows);
  expect(more).toEqual([]);
  expect(JSON.parse(frame?.text ?? '')).toEqual({
    type: 'fleet_update',
    drivers: rows.map(({ driver }) => driver),
  });
});

test('who is gone is named in a frame of its own, after those who are there', () => {
  const gone = { driverId: '7', driver: null, json: '7' };
  const frames = framesOf([gone, rowOf('a')]).map(({ text }) => JSON.parse(text));
  expect(frames).toMatchObject([{ drivers: [{ driver_id: 'a' }] }, { drivers: [], gone: [7] }]);
});

test('each driver is in exactly one frame of at most 64 KiB', () => {
  for (const length of [1, 99, 100, 101, 500, 1_000]) {
    const rows = Array.from({ length: 400 }, (_, index) => rowOf(`d${index}`, length));
    const frames = framesOf(rows);
    expect(frames.flatMap((frame) => frame.rows)).toEqual(rows);
    const sizes = frames.map(({ text }) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
  }
});
