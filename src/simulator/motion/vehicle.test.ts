import { describe, expect, it } from 'vitest';
import { type Coordinate, distanceM, offsetBy } from '../geo/coordinate.ts';
import { createRandom } from '../random.ts';
import type { Route } from '../routes/route.ts';
import { ORIGIN, streetOf } from '../testing/street.ts';
import { pointOnRoad } from './leg.ts';
import { TRICYCLE } from './limits.ts';
import { createStreets } from './streets.ts';
import { Vehicle } from './vehicle.ts';

const street = streetOf('Street', [0, 0], [300, 20], [600, 0], [600, 300], [900, 300]);
const crossing = streetOf('Crossing', [300, -400], [300, 20], [320, 500]);
const block = streetOf('Block', [0, 0], [120, 0], [120, 90], [0, 90], [0, 0]);

function vehicleOn(route: Route, seed: number | string = 1, alongM = 100): Vehicle {
  const streets = createStreets([route, street, crossing], TRICYCLE);
  const [road] = streets.roads;
  if (road === undefined) throw new Error('there is no road');
  const start = pointOnRoad(road, alongM);
  return new Vehicle({ streets, start, random: createRandom(seed), limits: TRICYCLE });
}

/** Lets seconds pass in ticks, and tells what was seen after each. */
function watch(vehicle: Vehicle, seconds: number, tickMs = 200) {
  return Array.from({ length: (seconds * 1_000) / tickMs }, (_, tick) => {
    vehicle.advance(tickMs);
    const { speedMps, coordinate, distanceAlongM } = vehicle;
    return { speedMps, coordinate, distanceAlongM, fix: vehicle.fix(tick * tickMs) };
  });
}

function driveTo(vehicle: Vehicle, target: Coordinate, secondsMax = 600): number {
  vehicle.driveTo(target);
  for (let second = 0; second < secondsMax; second += 1) {
    if (vehicle.activity === 'arrived') return second;
    vehicle.advance(1_000);
  }
  throw new Error('it never arrived');
}

describe('a vehicle', () => {
  it('keeps to its limits of speed, acceleration and braking', () => {
    const vehicle = vehicleOn(street);
    const speeds = watch(vehicle, 1_200).map(({ speedMps }) => speedMps);
    const changes = speeds.slice(1).map((speed, index) => (speed - (speeds[index] ?? 0)) / 0.2);
    expect(Math.max(...speeds)).toBeLessThanOrEqual(TRICYCLE.topMps);
    expect(Math.max(...speeds)).toBeGreaterThan(TRICYCLE.cruiseMps[0] * 0.8);
    expect(Math.max(...changes)).toBeLessThanOrEqual(TRICYCLE.accelerationMps2 + 1e-9);
    expect(Math.min(...changes)).toBeGreaterThanOrEqual(-TRICYCLE.decelerationMps2 - 1e-9);
  });

  it('slows down at bends', () => {
    const seen = watch(vehicleOn(street, 5), 1_200);
    const corner = offsetBy(ORIGIN, 600, 0);
    const atCorner = seen.filter(({ coordinate }) => distanceM(coordinate, corner) < 1);
    expect(atCorner.length).toBeGreaterThan(0);
    for (const { speedMps } of atCorner) expect(speedMps).toBeLessThan(4);
  });

  it('stays on its street while it roams, turns at the ends and stops now and then', () => {
    const seen = watch(vehicleOn(street, 2), 1_800);
    const along = seen.map(({ distanceAlongM }) => distanceAlongM);
    expect(Math.min(...along)).toBeLessThan(1);
    expect(Math.max(...along)).toBeGreaterThan(street.lengthM - 1);
    const standing = seen.filter(({ speedMps }) => speedMps === 0).length / seen.length;
    expect(standing).toBeGreaterThan(0.05);
    expect(standing).toBeLessThan(0.6);
  });

  it('goes round and round a loop', () => {
    const vehicle = vehicleOn(block);
    watch(vehicle, 900);
    expect(vehicle.odometerM).toBeGreaterThan(3 * block.lengthM);
    expect(vehicle.route.name).toBe('Block');
    expect(vehicle.distanceAlongM).toBeLessThan(block.lengthM);
  });

  it('never jumps', () => {
    const vehicle = vehicleOn(street, 3);
    const places = watch(vehicle, 60).map(({ coordinate }) => coordinate);
    vehicle.driveTo(offsetBy(ORIGIN, 310, 400));
    places.push(...watch(vehicle, 240).map(({ coordinate }) => coordinate));
    places.slice(1).forEach((place, index) => {
      expect(distanceM(place, places[index] ?? place)).toBeLessThan(0.2 * TRICYCLE.topMps);
    });
  });
});

describe('time', () => {
  it('may be cut into any ticks: a seed gives the same drive and the same fixes', () => {
    const ends = [1_000, 333, 200, 50].map((tickMs) => {
      const vehicle = vehicleOn(street, 'same');
      for (let left = 120_000; left > 0; left -= tickMs) vehicle.advance(Math.min(left, tickMs));
      vehicle.driveTo(offsetBy(ORIGIN, 310, 400));
      for (let left = 97_300; left > 0; left -= tickMs) vehicle.advance(Math.min(left, tickMs));
      return { fix: vehicle.fix(7), odometerM: vehicle.odometerM };
    });
    for (const end of ends) expect(end).toEqual(ends[0]);
  });

  it('makes another drive of another seed', () => {
    const [one, other] = [vehicleOn(street, 1), vehicleOn(street, 2)];
    one.advance(60_000);
    other.advance(60_000);
    expect(one.coordinate).not.toEqual(other.coordinate);
  });

  it('shows a vehicle between two steps where it will be, not where it was', () => {
    const vehicle = vehicleOn(street, 4);
    while (vehicle.speedMps < 4) vehicle.advance(200);
    const before = vehicle.coordinate;
    vehicle.advance(100);
    expect(distanceM(before, vehicle.coordinate)).toBeCloseTo(vehicle.speedMps * 0.1, 2);
  });
});

describe('a driver', () => {
  it('arrives at the place on the own street nearest to the target, and stands there', () => {
    const vehicle = vehicleOn(street, 6);
    vehicle.advance(20_000);
    driveTo(vehicle, offsetBy(ORIGIN, 630, 150));
    expect(distanceM(vehicle.coordinate, offsetBy(ORIGIN, 600, 150))).toBeLessThan(1);
    const [odometerM] = [vehicle.odometerM];
    vehicle.advance(300_000);
    expect(vehicle).toMatchObject({ activity: 'arrived', speedMps: 0, odometerM });
  });

  it('changes to another street where the target is nearest to that', () => {
    const vehicle = vehicleOn(street, 7);
    driveTo(vehicle, offsetBy(ORIGIN, 310, 400));
    expect(vehicle.route.name).toBe('Crossing');
    expect(distanceM(vehicle.coordinate, offsetBy(ORIGIN, 316, 400))).toBeLessThan(5);
  });

  it('arrives at once where it already stands', () => {
    const vehicle = vehicleOn(street, 8);
    driveTo(vehicle, offsetBy(ORIGIN, 600, 150));
    const { odometerM } = vehicle;
    expect(driveTo(vehicle, offsetBy(ORIGIN, 600, 150))).toBeLessThan(2);
    expect(vehicle.odometerM).toBeCloseTo(odometerM, 6);
  });

  it('can be told something else on the way, even between two streets', () => {
    const vehicle = vehicleOn(block, 9);
    vehicle.driveTo(offsetBy(ORIGIN, 600, 150));
    for (let second = 0; second < 300 && vehicle.route.name === 'Block'; second += 1) {
      vehicle.advance(1_000);
    }
    driveTo(vehicle, offsetBy(ORIGIN, 60, 95));
    expect(vehicle.route.name).toBe('Block');
  });

  it('holds until told to roam again', () => {
    const vehicle = vehicleOn(street, 10);
    vehicle.advance(30_000);
    vehicle.hold();
    vehicle.advance(10_000);
    const { odometerM } = vehicle;
    vehicle.advance(600_000);
    expect(vehicle).toMatchObject({ activity: 'holding', speedMps: 0, odometerM });
    vehicle.roam();
    vehicle.advance(60_000);
    expect(vehicle.activity).toBe('roaming');
    expect(vehicle.odometerM).toBeGreaterThan(odometerM);
  });
});
