import { describe, expect, it } from 'vitest';
import { distanceM } from './geo/coordinate.ts';
import { createPlaces } from './places.ts';
import { createRandom } from './random.ts';
import { BUNDLED_ROUTES } from './routes/bundled-routes.ts';
import { loadRoutes } from './routes/load-routes.ts';
import { nearestOnRoute } from './routes/nearest.ts';
import { streetOf } from './testing/street.ts';

describe('the places of a town', () => {
  it('stand on their routes, apart from each other, with names of their own', async () => {
    const places = createPlaces(await loadRoutes([BUNDLED_ROUTES]), createRandom(1));
    expect(places.length).toBeGreaterThan(60);
    expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
    for (const place of places) {
      expect(nearestOnRoute(place.route, place).offsetM).toBeLessThan(0.01);
      const neighbours = places.filter((other) => distanceM(other, place) < 60);
      expect(neighbours).toEqual([place]);
    }
  });

  it('are the same for a seed, and named by the route at its ends', async () => {
    const routes = await loadRoutes([BUNDLED_ROUTES]);
    const names = (seed: number) =>
      createPlaces(routes, createRandom(seed)).map(({ name }) => name);
    expect(names(1)).toEqual(names(1));
    expect(names(1)).not.toEqual(names(2));
    expect(names(1)).toContain('Pantalan (port)');
  });

  it('stand at both ends of the shortest route', () => {
    const lane = streetOf('Lane', [0, 0], [80, 0]);
    expect(createPlaces([lane], createRandom(1)).map(({ alongM }) => alongM)).toEqual([
      0,
      lane.lengthM,
    ]);
  });

  it('stay a bounded number on the roads of a whole country', () => {
    const roads = Array.from({ length: 3_000 }, (_, index) =>
      streetOf(`Road ${index}`, [0, index * 200], [3_000, index * 200]),
    );
    const places = createPlaces(roads, createRandom(1));
    expect(places.length).toBeGreaterThan(500);
    expect(places.length).toBeLessThan(2_500);
    expect(roads.slice(-10)).toContain(places.at(-1)?.route);
  });
});
