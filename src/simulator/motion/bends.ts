import { headingDegrees, wrapLongitude } from '../geo/coordinate.ts';
import { coordinateAt, vertexAt } from '../routes/along-route.ts';
import type { Route } from '../routes/route.ts';

/** A route with what a driver sees of it: how fast each of its vertices can be passed. */
export interface Road {
  readonly route: Route;
  /** m/s for each vertex; infinite where the road runs straight. */
  readonly bendMps: Float64Array;
}

/** A corner is judged over this much road to either side, so that dense vertices count as one. */
const REACH_M = 8;
/** A hairpin is still taken at walking pace. */
const BEND_MIN_MPS = 1.5;

export function createRoad(route: Route, lateralMps2: number): Road {
  const bendMps = route.cumulativeM.map((alongM, index) =>
    bendSpeedMps(route, index, alongM, lateralMps2),
  );
  return { route, bendMps };
}

/** The speed at which the turn of the road at a vertex pushes sideways just as much as allowed. */
function bendSpeedMps(route: Route, index: number, alongM: number, lateralMps2: number): number {
  const vertex = vertexAt(route, index);
  const before = headingDegrees(coordinateAt(route, alongM - REACH_M), vertex);
  const after = headingDegrees(vertex, coordinateAt(route, alongM + REACH_M));
  const isEnd = !route.loop && (alongM === 0 || alongM === route.lengthM);
  const turn = isEnd ? 0 : (Math.abs(wrapLongitude(after - before)) * Math.PI) / 180;
  const radiusM = REACH_M / 2 / Math.tan(turn / 2);
  return Math.max(BEND_MIN_MPS, Math.sqrt(lateralMps2 * Math.max(0, radiusM)));
}
