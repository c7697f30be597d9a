import { type Coordinate, distanceM } from './geo/coordinate.ts';
import { placeNames } from './place-names.ts';
import type { Random } from './random.ts';
import { coordinateAt } from './routes/along-route.ts';
import type { Route } from './routes/route.ts';

/** A landmark where people get in and out, on a route. */
export interface Place extends Coordinate {
  readonly name: string;
  readonly route: Route;
  readonly alongM: number;
}

/** Metres between two landmarks along a route, from … to. */
const SPACING_M = [150, 350] as const;
/** Routes share streets; a landmark that stands there already is not built twice. */
const APART_M = 60;
/** About as many as the demand of a run can tell apart; each new one is compared with them. */
const PLACES_MAX = 1_000;

/** Sets landmarks along the routes: at their ends, named as the route names them, and between. */
export function createPlaces(routes: readonly Route[], random: Random): Place[] {
  const names = placeNames(random.fork('names'));
  const served = routes.filter((_, index) => index % routesPerServed(routes) === 0);
  const totalM = served.reduce((sum, route) => sum + route.lengthM, 0);
  // On a country's worth of roads the landmarks stand farther apart, not only in its first town.
  const scale = Math.max(1, totalM / (SPACING_M[0] * PLACES_MAX));
  const places: Place[] = [];
  for (const route of served) {
    for (const { alongM, label } of marksAlong(route, random, scale)) {
      const at = coordinateAt(route, alongM);
      // The first two stand anyway: even in one short lane there is a trip from here to there.
      const isCrowded = places.some((place) => distanceM(place, at) < APART_M);
      if (places.length >= 2 && isCrowded) continue;
      places.push({ name: label ?? names.next().value, ...at, route, alongM });
    }
  }
  return places;
}

function routesPerServed(routes: readonly Route[]): number {
  return Math.ceil((2 * routes.length) / PLACES_MAX);
}

interface Mark {
  readonly alongM: number;
  readonly label?: string | undefined;
}

/** Both ends, then from the start on with varying spacing. */
function* marksAlong(route: Route, random: Random, scale: number): Generator<Mark> {
  const { lengthM, loop, from, to } = route;
  yield { alongM: 0, label: from };
  yield loop ? { alongM: lengthM / 2 } : { alongM: lengthM, label: to };
  let alongM = 0;
  while (alongM < lengthM) {
    alongM += scale * random.between(...SPACING_M);
    if (alongM < lengthM) yield { alongM };
  }
}
