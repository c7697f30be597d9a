import { type Coordinate, distanceM, modulo, wrapLongitude } from '../geo/coordinate.ts';
import { type Block, blocksOf } from './blocks.ts';

/** A street that vehicles follow: a polyline, measured and indexed once when it is loaded. */
export interface Route {
  readonly name: string;
  /** The file that it came from, as the user named it. */
  readonly file: string;
  /** What stands at its first and last vertex, where the file says so. */
  readonly from?: string;
  readonly to?: string;
  readonly latitudes: Float64Array;
  /** Continuous: a route across the antimeridian goes on beyond ±180 here. */
  readonly longitudes: Float64Array;
  /** Metres from the first vertex to each vertex. */
  readonly cumulativeM: Float64Array;
  readonly lengthM: number;
  /** The last vertex is the first one again: who reaches the end is at the start. */
  readonly loop: boolean;
  /** Bounding boxes of runs of segments, so that long routes are searched quickly. */
  readonly blocks: readonly Block[];
}

/** The vertices of a line as a file has them, before anything is cleaned. */
export interface Line {
  readonly latitudes: number[];
  readonly longitudes: number[];
}

/** Anything shorter is a stub or a mark on a map, not a street to drive along. */
export const ROUTE_LENGTH_MIN_M = 50;
/** Vertices nearer than this to the one before are the same place, written twice. */
const VERTEX_GAP_MIN_M = 0.05;
/** Recorded rounds end a few metres from where they began. */
const LOOP_GAP_MAX_M = 10;

/** Cleans and measures a line; undefined where too little of it is left to drive along. */
export function createRoute(name: string, file: string, line: Line): Route | undefined {
  const vertices = distinctVertices(line);
  const loop = closeLoop(vertices);
  const { latitudes, longitudes, cumulativeM } = vertices;
  const lengthM = cumulativeM.at(-1) ?? 0;
  if (lengthM < ROUTE_LENGTH_MIN_M) return undefined;
  const shape = {
    latitudes: Float64Array.from(latitudes),
    longitudes: Float64Array.from(longitudes),
  };
  const blocks = blocksOf(shape);
  return {
    name,
    file,
    ...shape,
    cumulativeM: Float64Array.from(cumulativeM),
    lengthM,
    loop,
    blocks,
  };
}

interface Vertices extends Line {
  readonly cumulativeM: number[];
}

function distinctVertices(line: Line): Vertices {
  const vertices: Vertices = { latitudes: [], longitudes: [], cumulativeM: [] };
  line.latitudes.forEach((latitude, index) => {
    const longitude = line.longitudes[index];
    if (longitude === undefined || !Number.isFinite(latitude + longitude)) return;
    append(vertices, { latitude, longitude });
  });
  return vertices;
}

function append(vertices: Vertices, to: Coordinate): void {
  const latitude = vertices.latitudes.at(-1);
  const longitude = vertices.longitudes.at(-1);
  const start = latitude === undefined || longitude === undefined;
  const stepM = start ? 0 : distanceM({ latitude, longitude }, to);
  if (!start && stepM < VERTEX_GAP_MIN_M) return;
  vertices.latitudes.push(to.latitude);
  vertices.longitudes.push(
    start ? to.longitude : longitude + wrapLongitude(to.longitude - longitude),
  );
  vertices.cumulativeM.push((vertices.cumulativeM.at(-1) ?? 0) + stepM);
}

/** Tells whether the line comes back to its start, and then ends it exactly there. */
function closeLoop(vertices: Vertices): boolean {
  const first = vertexOf(vertices, 0);
  const last = vertexOf(vertices, vertices.latitudes.length - 1);
  if (first === undefined || last === undefined) return false;
  // A stub of a few metres also "ends near its start": only a round of some length is a loop.
  const lengthM = vertices.cumulativeM.at(-1) ?? 0;
  if (lengthM < ROUTE_LENGTH_MIN_M || distanceM(first, last) > LOOP_GAP_MAX_M) return false;
  append(vertices, first);
  return true;
}

function vertexOf(line: Line, index: number): Coordinate | undefined {
  const latitude = line.latitudes[index];
  const longitude = line.longitudes[index];
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

/** A distance along the route as one within it: round again on a loop, else held at its ends. */
export function withinRoute(route: Route, alongM: number): number {
  if (route.loop) return modulo(alongM, route.lengthM);
  return Math.min(Math.max(alongM, 0), route.lengthM);
}
