import { between, type Coordinate, distanceM, headingDegrees } from '../geo/coordinate.ts';
import { coordinateAt, headingAt } from '../routes/along-route.ts';
import { withinRoute } from '../routes/route.ts';
import type { Road } from './bends.ts';
import { type Bend, bendsAhead } from './look-ahead.ts';

/** A place on a road. */
export interface RoadPoint {
  readonly road: Road;
  readonly alongM: number;
  readonly coordinate: Coordinate;
}

/** One stretch of a drive, begun and ended at a stand. Distances are metres since its start. */
export interface Leg {
  /** Infinite where a vehicle keeps going round a loop. */
  readonly lengthM: number;
  readonly topMps: number;
  /**
   * Where the vehicle is; on a leg across, `road` and `alongM` are those that it is heading for.
   */
  pointAt(travelledM: number): RoadPoint;
  /** False while the vehicle is between two roads. */
  isOnRoad(travelledM: number): boolean;
  headingAt(travelledM: number): number;
  bendsWithin(travelledM: number, horizonM: number): Bend[];
}

/** Along a road: positive metres with its vertices, negative against them. */
export function legAlong(road: Road, fromM: number, metres: number): Leg {
  const way = metres < 0 ? -1 : 1;
  const alongAt = (travelledM: number) => withinRoute(road.route, fromM + way * travelledM);
  return {
    lengthM: Math.abs(metres),
    topMps: Number.POSITIVE_INFINITY,
    pointAt: (travelledM) => pointOnRoad(road, alongAt(travelledM)),
    isOnRoad: () => true,
    headingAt: (travelledM) => headingAt(road.route, alongAt(travelledM), way),
    bendsWithin: (travelledM, horizonM) => bendsAhead(road, alongAt(travelledM), way, horizonM),
  };
}

/** Straight to a place on a road, slowly. */
export function legAcross(from: Coordinate, to: RoadPoint, topMps: number): Leg {
  const lengthM = distanceM(from, to.coordinate);
  const heading = headingDegrees(from, to.coordinate);
  const shareAt = (travelledM: number) => (lengthM === 0 ? 1 : travelledM / lengthM);
  return {
    lengthM,
    topMps,
    pointAt: (travelledM) => ({
      ...to,
      coordinate: between(from, to.coordinate, shareAt(travelledM)),
    }),
    isOnRoad: (travelledM) => travelledM >= lengthM,
    headingAt: () => heading,
    bendsWithin: () => [],
  };
}

export function pointOnRoad(road: Road, alongM: number): RoadPoint {
  return { road, alongM, coordinate: coordinateAt(road.route, alongM) };
}
