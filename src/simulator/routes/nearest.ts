import {
  type Coordinate,
  longitudeScale,
  METRES_PER_DEGREE,
  wrapLongitude,
} from '../geo/coordinate.ts';
import { coordinateAt, valueAt } from './along-route.ts';
import type { Block } from './blocks.ts';
import type { Route } from './route.ts';

/** A place on a route, and how far from the point asked for it lies. */
export interface RoutePoint {
  readonly route: Route;
  readonly alongM: number;
  readonly coordinate: Coordinate;
  /** Metres between the point that was asked for and this place. */
  readonly offsetM: number;
}

/** A flat view of the surroundings of one point: metres east and north of it. */
interface Surroundings {
  readonly latitude: number;
  /** Shifted by whole turns so that it lies beside the route's continuous longitudes. */
  readonly longitude: number;
  readonly eastM: number;
}

interface Hit {
  readonly squareM: number;
  readonly alongM: number;
}

const NOWHERE: Hit = { squareM: Number.POSITIVE_INFINITY, alongM: 0 };

/** The place on the route that is nearest to a point; one of them where several are. */
export function nearestOnRoute(route: Route, target: Coordinate): RoutePoint {
  const around = surroundingsOf(route, target);
  const first = nearestBlock(route.blocks, around);
  let best = nearestInBlock(route, first, around, NOWHERE);
  for (const block of route.blocks) {
    if (block !== first && squareToBox(block, around) < best.squareM) {
      best = nearestInBlock(route, block, around, best);
    }
  }
  const { alongM, squareM } = best;
  const coordinate = coordinateAt(route, alongM);
  return { route, alongM, coordinate, offsetM: Math.sqrt(squareM) };
}

/** Metres from a point to the boxes around a route: no place on the route can be nearer. */
export function distanceToBoxM(route: Route, target: Coordinate): number {
  const around = surroundingsOf(route, target);
  return Math.sqrt(squareToBox(nearestBlock(route.blocks, around), around));
}

function surroundingsOf(route: Route, target: Coordinate): Surroundings {
  const start = valueAt(route.longitudes, 0);
  return {
    latitude: target.latitude,
    longitude: start + wrapLongitude(target.longitude - start),
    eastM: METRES_PER_DEGREE * longitudeScale(target.latitude),
  };
}

function nearestBlock(blocks: readonly Block[], around: Surroundings): Block {
  return blocks.reduce((best, block) =>
    squareToBox(block, around) < squareToBox(best, around) ? block : best,
  );
}

function squareToBox(block: Block, around: Surroundings): number {
  const { latitude, longitude } = around;
  const north = Math.max(block.south - latitude, 0, latitude - block.north) * METRES_PER_DEGREE;
  const east = Math.max(block.west - longitude, 0, longitude - block.east) * around.eastM;
  return north * north + east * east;
}

function nearestInBlock(route: Route, block: Block, around: Surroundings, best: Hit): Hit {
  let nearest = best;
  for (let segment = block.fromSegment; segment < block.toSegment; segment += 1) {
    const hit = nearestInSegment(route, segment, around);
    if (hit.squareM < nearest.squareM) nearest = hit;
  }
  return nearest;
}

function nearestInSegment(route: Route, segment: number, around: Surroundings): Hit {
  const x = (valueAt(route.longitudes, segment) - around.longitude) * around.eastM;
  const y = (valueAt(route.latitudes, segment) - around.latitude) * METRES_PER_DEGREE;
  const dx = (valueAt(route.longitudes, segment + 1) - around.longitude) * around.eastM - x;
  const dy = (valueAt(route.latitudes, segment + 1) - around.latitude) * METRES_PER_DEGREE - y;
  const share = Math.min(1, Math.max(0, -(x * dx + y * dy) / (dx * dx + dy * dy)));
  const startM = valueAt(route.cumulativeM, segment);
  const lengthM = valueAt(route.cumulativeM, segment + 1) - startM;
  return {
    squareM: (x + share * dx) ** 2 + (y + share * dy) ** 2,
    alongM: startM + share * lengthM,
  };
}
