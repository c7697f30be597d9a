import { offsetBy } from '../geo/coordinate.ts';
import { createRoad, type Road } from '../motion/bends.ts';
import { TRICYCLE } from '../motion/limits.ts';
import { createRoute, type Route } from '../routes/route.ts';

/** The corner of the town that tests are drawn from. */
export const ORIGIN = { latitude: 13.9, longitude: 121.5 };

/** A route through points given in metres east and north of the origin. */
export function streetOf(name: string, ...points: [eastM: number, northM: number][]): Route {
  const vertices = points.map(([east, north]) => offsetBy(ORIGIN, east, north));
  const route = createRoute(name, 'test', {
    latitudes: vertices.map(({ latitude }) => latitude),
    longitudes: vertices.map(({ longitude }) => longitude),
  });
  if (route === undefined) throw new Error(`${name} is too short for a route`);
  return route;
}

export function roadOf(name: string, ...points: [eastM: number, northM: number][]): Road {
  return createRoad(streetOf(name, ...points), TRICYCLE.lateralMps2);
}
