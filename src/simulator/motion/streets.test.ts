import { describe, expect, it } from 'vitest';
import { offsetBy } from '../geo/coordinate.ts';
import { ORIGIN, streetOf } from '../testing/street.ts';
import { TRICYCLE } from './limits.ts';
import { createStreets } from './streets.ts';

const streets = createStreets(
  [
    streetOf('South', [0, 0], [1_000, 0]),
    streetOf('Shared', [0, 8], [1_000, 8]),
    streetOf('North', [0, 400], [1_000, 400]),
  ],
  TRICYCLE,
);
const nameNear = (northM: number, preferred?: number) =>
  streets.nearest(
    offsetBy(ORIGIN, 500, northM),
    preferred === undefined ? undefined : streets.roads[preferred],
  ).road.route.name;

describe('the streets of a town', () => {
  it('know the nearest place on any of them', () => {
    expect([nameNear(-30), nameNear(30), nameNear(390)]).toEqual(['South', 'Shared', 'North']);
  });

  it('leave a driver on the own route where another is hardly nearer', () => {
    expect([nameNear(30, 0), nameNear(390, 0)]).toEqual(['South', 'North']);
  });

  it('need at least one route', () => {
    expect(() => createStreets([], TRICYCLE).nearest(ORIGIN)).toThrow('at least one route');
  });
});
