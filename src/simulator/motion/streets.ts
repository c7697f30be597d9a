import type { Coordinate } from '../geo/coordinate.ts';
import { distanceToBoxM, nearestOnRoute } from '../routes/nearest.ts';
import type { Route } from '../routes/route.ts';
import { createRoad, type Road } from './bends.ts';
import type { RoadPoint } from './leg.ts';
import type { MotionLimits } from './limits.ts';

/** The roads of a town, searched by place. */
export interface Streets {
  readonly roads: readonly Road[];
  /** The nearest place on any road; on the preferred one if that is about as near. */
  nearest(target: Coordinate, preferred?: Road): RoadPoint;
}

/** Routes share streets: this much farther away still counts as the same street. */
const SAME_STREET_M = 15;

export function createStreets(routes: readonly Route[], limits: MotionLimits): Streets {
  const roads = routes.map((route) => createRoad(route, limits.lateralMps2));
  return {
    roads,
    nearest: (target, preferred) => {
      const best = nearestOf(roads, target);
      const own = preferred && nearestOn(preferred, target);
      return own !== undefined && own.offsetM <= best.offsetM + SAME_STREET_M ? own : best;
    },
  };
}

type Hit = RoadPoint & { readonly offsetM: number };

function nearestOf(roads: readonly Road[], target: Coordinate): Hit {
  const [first, ...others] = roads
    .map((road) => ({ road, boxM: distanceToBoxM(road.route, target) }))
    .sort((one, other) => one.boxM - other.boxM);
  if (first === undefined) throw new RangeError('a town needs at least one route');
  let best = nearestOn(first.road, target);
  for (const { road, boxM } of others) {
    if (boxM >= best.offsetM) break;
    const hit = nearestOn(road, target);
    if (hit.offsetM < best.offsetM) best = hit;
  }
  return best;
}

function nearestOn(road: Road, target: Coordinate): Hit {
  const { alongM, coordinate, offsetM } = nearestOnRoute(road.route, target);
  return { road, alongM, coordinate, offsetM };
}
