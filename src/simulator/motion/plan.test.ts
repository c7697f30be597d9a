import { describe, expect, it } from 'vitest';
import { distanceM, offsetBy } from '../geo/coordinate.ts';
import { ORIGIN, roadOf } from '../testing/street.ts';
import type { Road } from './bends.ts';
import { type Leg, pointOnRoad } from './leg.ts';
import { planDrive, planRoam, rideM } from './plan.ts';

const street = roadOf('Street', [0, 0], [500, 0], [1_000, 0]);
const crossing = roadOf('Crossing', [500, -400], [500, 0], [500, 400]);
const faraway = roadOf('Faraway', [0, 100], [1_000, 160]);
const block = roadOf('Block', [0, 0], [100, 0], [100, 100], [0, 100], [0, 0]);

const startAt = (road: Road, alongM: number) => ({ ...pointOnRoad(road, alongM), isOnRoad: true });
const metres = (legs: readonly Leg[]) => legs.map(({ lengthM }) => Math.round(lengthM));

describe('planning a drive', () => {
  it('goes along the same road, either way', () => {
    expect(metres(planDrive(startAt(street, 100), pointOnRoad(street, 700), 3))).toEqual([600]);
    const [back] = planDrive(startAt(street, 700), pointOnRoad(street, 100), 3);
    expect(Math.round(back?.headingAt(10) ?? 0)).toBe(270);
  });

  it('goes the shorter way round a loop', () => {
    expect(rideM(block.route, 350, 30)).toBeCloseTo(80, 0);
    expect(rideM(block.route, 30, 350)).toBeCloseTo(-80, 0);
    expect(rideM(street.route, 30, 350)).toBe(320);
  });

  it('turns off where two roads meet', () => {
    expect(metres(planDrive(startAt(street, 100), pointOnRoad(crossing, 700), 3))).toEqual([
      400, 300,
    ]);
  });

  it('cuts straight and slowly across where roads that do not meet are nearest', () => {
    const legs = planDrive(startAt(street, 600), pointOnRoad(faraway, 200), 3);
    expect(metres(legs).length).toBe(3);
    expect(legs[1]?.topMps).toBe(3);
    expect(legs[1]?.lengthM).toBeLessThan(115);
  });

  it('gets from the middle of nowhere to the road first', () => {
    const lost = {
      ...pointOnRoad(street, 0),
      coordinate: offsetBy(ORIGIN, 300, 50),
      isOnRoad: false,
    };
    expect(metres(planDrive(lost, pointOnRoad(street, 400), 3))).toEqual([50, 100]);
    expect(planRoam(lost, true, 3)).toHaveLength(2);
  });

  it('ends on the spot for one who is there already', () => {
    const [leg, ...others] = planDrive(startAt(street, 300), pointOnRoad(street, 300), 3);
    expect([leg?.lengthM, others.length]).toEqual([0, 0]);
  });
});

describe('planning to roam', () => {
  it('goes on to an end of the road, and back from there', () => {
    expect(metres(planRoam(startAt(street, 300), true, 3))).toEqual([700]);
    expect(metres(planRoam(startAt(street, 300), false, 3))).toEqual([300]);
    expect(metres(planRoam(startAt(street, 1_000), true, 3))).toEqual([1_000]);
    expect(metres(planRoam(startAt(street, 0), false, 3))).toEqual([1_000]);
  });

  it('goes round a loop without end', () => {
    const [leg] = planRoam(startAt(block, 10), false, 3);
    expect(leg?.lengthM).toBe(Number.POSITIVE_INFINITY);
    const lap = leg?.pointAt(block.route.lengthM).coordinate ?? ORIGIN;
    expect(distanceM(lap, pointOnRoad(block, 10).coordinate)).toBeLessThan(0.01);
  });
});
