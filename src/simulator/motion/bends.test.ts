import { describe, expect, it } from 'vitest';
import { roadOf } from '../testing/street.ts';
import { bendsAhead } from './look-ahead.ts';

describe('bends', () => {
  it('slow a vehicle the more the sharper they are', () => {
    const { bendMps } = roadOf('Bends', [0, 0], [100, 0], [200, 30], [200, 130], [201, 30]);
    const [start, slight, sharp, hairpin] = bendMps;
    expect(start).toBe(Number.POSITIVE_INFINITY);
    expect(slight).toBeGreaterThan(4.5);
    expect(sharp).toBeGreaterThan(2);
    expect(sharp).toBeLessThan(4);
    expect(hairpin).toBe(1.5);
  });

  it('count as one corner where it is drawn with many vertices', () => {
    const { bendMps } = roadOf('Round', [0, 0], [96, 0], [99, 1], [100, 4], [100, 100]);
    expect(Math.min(...bendMps)).toBeLessThan(4);
  });

  it('are seen in the direction of travel only', () => {
    const road = roadOf('Street', [0, 0], [100, 0], [100, 100]);
    const distances = (way: 1 | -1) =>
      bendsAhead(road, 40, way, 80).map(({ distanceM }) => Math.round(distanceM));
    expect(distances(1)).toEqual([60]);
    expect(distances(-1)).toEqual([40]);
  });

  it('are seen across the seam of a loop, each lap anew', () => {
    const block = roadOf('Block', [0, 0], [100, 0], [100, 100], [0, 100], [0, 0]);
    const distances = (way: 1 | -1) =>
      bendsAhead(block, 350, way, 500).map(({ distanceM }) => Math.round(distanceM));
    expect(distances(1)).toEqual([50, 150, 250, 350, 450]);
    expect(distances(-1)).toEqual([50, 150, 250, 350, 450]);
  });
});
