import { describe, expect, it } from 'vitest';
import { distanceM } from './geo/coordinate.ts';
import { BUNDLED_ROUTES } from './routes/bundled-routes.ts';
import { loadRoutes } from './routes/load-routes.ts';
import { streetOf } from './testing/street.ts';
import { createTown } from './town.ts';

const routes = await loadRoutes([BUNDLED_ROUTES]);

describe('a town', () => {
  it('is the same for a seed', () => {
    const day = (seed: number) => {
      const town = createTown(routes, seed);
      const vehicle = town.createVehicle('driver-1');
      vehicle.advance(90_000);
      return [vehicle.fix(0), town.drawTrip(town.random('riders')).pickup.name];
    };
    expect(day(1)).toEqual(day(1));
    expect(day(1)).not.toEqual(day(2));
  });

  it('gives a vehicle the same drive whoever else is there', () => {
    const [crowded, empty] = [createTown(routes, 1), createTown(routes, 1)];
    for (let index = 0; index < 5; index += 1)
      crowded.createVehicle(`other-${index}`).advance(9_000);
    const [one, same] = [crowded.createVehicle('driver-1'), empty.createVehicle('driver-1')];
    one.advance(60_000);
    same.advance(60_000);
    expect(one.fix(0)).toEqual(same.fix(0));
  });

  it('spreads its vehicles over the routes', () => {
    const town = createTown(routes, 3);
    const names = Array.from(
      { length: 50 },
      (_, index) => town.createVehicle(`${index}`).route.name,
    );
    expect(new Set(names).size).toBeGreaterThan(10);
  });

  it('draws trips along one route, neither next door nor across the province', () => {
    const town = createTown(routes, 4);
    const random = town.random('riders');
    for (let trip = 0; trip < 200; trip += 1) {
      const { pickup, dropoff } = town.drawTrip(random);
      expect(dropoff.route).toBe(pickup.route);
      expect(distanceM(pickup, dropoff)).toBeLessThan(2_500);
    }
  });

  it('serves every trip: a vehicle gets to the pickup and to the drop-off', () => {
    const town = createTown(routes, 5);
    const random = town.random('riders');
    for (let ride = 0; ride < 10; ride += 1) {
      const vehicle = town.createVehicle(`driver-${ride}`);
      const { pickup, dropoff } = town.drawTrip(random);
      for (const place of [pickup, dropoff]) {
        vehicle.driveTo(place);
        vehicle.advance(1_800_000);
        expect(vehicle.activity).toBe('arrived');
        expect(distanceM(vehicle.coordinate, place)).toBeLessThan(16);
      }
    }
  });

  it('may be one short lane', () => {
    const town = createTown([streetOf('Lane', [0, 0], [60, 0])], 1);
    const { pickup, dropoff } = town.drawTrip(town.random('riders'));
    expect(pickup).not.toBe(dropoff);
  });
});
