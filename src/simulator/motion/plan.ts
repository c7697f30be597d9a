import { modulo } from '../geo/coordinate.ts';
import { valueAt } from '../routes/along-route.ts';
import { nearestOnRoute } from '../routes/nearest.ts';
import type { Route } from '../routes/route.ts';
import type { Road } from './bends.ts';
import { type Leg, legAcross, legAlong, pointOnRoad, type RoadPoint } from './leg.ts';

/** Where a drive begins; off the road in the middle of a leg across. */
export interface Start extends RoadPoint {
  readonly isOnRoad: boolean;
}

/** A metre across costs as much as these along: what the lower speed makes of it. */
const ACROSS_COST = 3;
/** Places of the present road that are tried for leaving it: in a town, one each 20 m. */
const EXITS_MAX = 250;
/** Shorter legs are no legs: one turns on the spot. */
const LEG_MIN_M = 0.5;

/**
 * The legs to a place on a road. On the same road, along it. Else along the present road to where
 * leaving it is cheapest, straight across to the other, and along that: where two roads meet
 * nothing is left of the middle leg.
 */
export function planDrive(start: Start, target: RoadPoint, acrossMps: number): Leg[] {
  const { exit, entry } = crossingOf(start, target);
  const [leaving, across, arriving] = [
    legAlong(start.road, start.alongM, rideM(start.road.route, start.alongM, exit.alongM)),
    legAcross(exit.coordinate, entry, acrossMps),
    legAlong(target.road, entry.alongM, rideM(target.road.route, entry.alongM, target.alongM)),
  ];
  const legs = [leaving, across, arriving].filter(({ lengthM }) => lengthM >= LEG_MIN_M);
  return legs.length > 0 ? legs : [arriving];
}

/** The leg of a vehicle that wanders: round and round a loop, else on to an end of the road. */
export function planRoam(start: Start, isForward: boolean, acrossMps: number): Leg[] {
  const { road, alongM } = start;
  const { loop, lengthM } = road.route;
  const ahead = loop ? Number.POSITIVE_INFINITY : lengthM - alongM;
  const behind = loop ? Number.POSITIVE_INFINITY : alongM;
  const takesAhead = behind < LEG_MIN_M || (isForward && ahead >= LEG_MIN_M);
  const roam = legAlong(road, alongM, takesAhead ? ahead : -behind);
  if (start.isOnRoad) return [roam];
  return [legAcross(start.coordinate, pointOnRoad(road, alongM), acrossMps), roam];
}

/** Metres along a route from one place to another, the shorter way round; negative is backward. */
export function rideM(route: Route, fromM: number, toM: number): number {
  if (!route.loop) return toM - fromM;
  const forwardM = modulo(toM - fromM, route.lengthM);
  return forwardM <= route.lengthM / 2 ? forwardM : forwardM - route.lengthM;
}

interface Crossing {
  readonly exit: RoadPoint;
  readonly entry: RoadPoint;
  readonly cost: number;
}

function crossingOf(start: Start, target: RoadPoint): Crossing {
  if (!start.isOnRoad) return crossingAt(start, start, target);
  if (start.road === target.road) return { exit: target, entry: target, cost: 0 };
  return exitsOf(start, target)
    .map((exit) => crossingAt(start, exit, target))
    .reduce((best, crossing) => (crossing.cost < best.cost ? crossing : best));
}

function exitsOf(start: Start, target: RoadPoint): RoadPoint[] {
  const { road } = start;
  const { alongM } = nearestOnRoute(road.route, target.coordinate);
  return [start, pointOnRoad(road, alongM), ...verticesOf(road)];
}

function verticesOf(road: Road): RoadPoint[] {
  const { cumulativeM } = road.route;
  const stride = Math.ceil(cumulativeM.length / EXITS_MAX);
  const count = Math.floor(cumulativeM.length / stride);
  return Array.from({ length: count }, (_, index) =>
    pointOnRoad(road, valueAt(cumulativeM, index * stride)),
  );
}

function crossingAt(start: Start, exit: RoadPoint, target: RoadPoint): Crossing {
  const { alongM, coordinate, offsetM } = nearestOnRoute(target.road.route, exit.coordinate);
  const before = start.isOnRoad ? Math.abs(rideM(start.road.route, start.alongM, exit.alongM)) : 0;
  const after = Math.abs(rideM(target.road.route, alongM, target.alongM));
  const entry = { road: target.road, alongM, coordinate };
  return { exit, entry, cost: before + offsetM * ACROSS_COST + after };
}
