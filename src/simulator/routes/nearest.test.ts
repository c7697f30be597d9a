import { describe, expect, it } from 'vitest';
import { distanceM, offsetBy } from '../geo/coordinate.ts';
import { createRandom } from '../random.ts';
import { coordinateAt } from './along-route.ts';
import { distanceToBoxM, nearestOnRoute } from './nearest.ts';
import { createRoute, type Route } from './route.ts';

/** A street that wanders at random, long enough for many blocks of the index. */
function wander(seed: number, from: { latitude: number; longitude: number }): Route {
  const random = createRandom(seed);
  let at = from;
  const latitudes = [];
  const longitudes = [];
  for (let vertex = 0; vertex < 500; vertex += 1) {
    latitudes.push(at.latitude);
    longitudes.push(at.longitude);
    at = offsetBy(at, random.between(-20, 40), random.between(-30, 30));
  }
  const route = createRoute('Wander', 'test', { latitudes, longitudes });
  if (route === undefined) throw new Error('this line should make a route');
  return route;
}

describe('the nearest place on a route', () => {
  it.each([
    ['in the Philippines', 121.5],
    ['at the antimeridian', 179.96],
  ])('is as near as any that a search metre by metre finds, %s', (_, longitude) => {
    const route = wander(4, { latitude: 13.9, longitude });
    const random = createRandom(5);
    for (let round = 0; round < 40; round += 1) {
      const street = coordinateAt(route, random.between(0, route.lengthM));
      const target = offsetBy(street, random.between(-300, 300), random.between(-300, 300));
      const marks = Array.from({ length: Math.floor(route.lengthM) }, (_m, metre) => metre);
      const least = Math.min(
        ...marks.map((metre) => distanceM(coordinateAt(route, metre), target)),
      );
      const nearest = nearestOnRoute(route, target);
      expect(nearest.offsetM).toBeLessThan(least + 0.1);
      expect(distanceM(nearest.coordinate, target)).toBeCloseTo(nearest.offsetM, 0);
      expect(distanceToBoxM(route, target)).toBeLessThanOrEqual(nearest.offsetM);
    }
  });
});
