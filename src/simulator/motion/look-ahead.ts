import { modulo } from '../geo/coordinate.ts';
import { segmentAt, valueAt } from '../routes/along-route.ts';
import { withinRoute } from '../routes/route.ts';
import type { Road } from './bends.ts';

/** 1 with the vertices of the route, -1 against them. */
export type Direction = 1 | -1;

/** A vertex ahead, and the speed at which it may be passed. */
export interface Bend {
  readonly distanceM: number;
  readonly markMps: number;
}

/** The bends within a horizon, nearest first; on a loop the view goes on across its seam. */
export function bendsAhead(road: Road, alongM: number, way: Direction, horizonM: number): Bend[] {
  const { route, bendMps } = road;
  const start = withinRoute(route, alongM);
  const last = route.cumulativeM.length - 1;
  const bends: Bend[] = [];
  let turn = segmentAt(route, start) + (way === 1 ? 1 : 0);
  while (route.loop || (turn >= 0 && turn <= last)) {
    // Vertices of a loop are counted on from lap to lap; its first and last one are the same.
    const index = route.loop ? modulo(turn, last) : turn;
    const lapsM = ((turn - index) / last) * route.lengthM;
    const distanceM = (lapsM + valueAt(route.cumulativeM, index) - start) * way;
    if (distanceM > horizonM) break;
    bends.push({ distanceM, markMps: valueAt(bendMps, index) });
    turn += way;
  }
  return bends;
}
