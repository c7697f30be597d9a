import { type Coordinate, wrapLongitude } from '../geo/coordinate.ts';
import type { Line } from './route.ts';
import { RouteError, type RouteOrigin } from './route-error.ts';

/** Some exporters go on counting beyond ±180 across the antimeridian; one turn is enough. */
const LONGITUDE_MAX = 360;

/**
 * Adds a vertex to a line. Not-a-number is dropped; a place off the earth is an error, with
 * `axisOrder` as the remedy unless the numbers look like something else.
 */
export function addPosition(line: Line, at: Coordinate, origin: RouteOrigin, axisOrder: string) {
  const { latitude, longitude } = at;
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return;
  const problem = problemOf(at);
  if (problem !== undefined) {
    throw new RouteError('route_coordinates', origin, problem, remedyOf(at, axisOrder));
  }
  line.latitudes.push(latitude);
  line.longitudes.push(wrapLongitude(longitude));
}

function problemOf({ latitude, longitude }: Coordinate): string | undefined {
  if (Math.abs(latitude) > 90) return `latitude ${latitude} is outside -90…90`;
  if (Math.abs(longitude) > LONGITUDE_MAX) return `longitude ${longitude} is outside -180…180`;
  return undefined;
}

function remedyOf({ latitude, longitude }: Coordinate, axisOrder: string): string {
  const isProjected = Math.max(Math.abs(latitude), Math.abs(longitude)) > LONGITUDE_MAX;
  return isProjected
    ? 'these look like metres of a map projection, export as WGS 84 (EPSG:4326)'
    : axisOrder;
}
