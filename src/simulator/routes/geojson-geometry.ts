import { addPosition } from './add-position.ts';
import { joinLines } from './join-lines.ts';
import type { Line } from './route.ts';
import { RouteError, type RouteOrigin } from './route-error.ts';
import type { Tally } from './tally.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The lines of a geometry and of all that it collects; what are no lines goes to `held`. */
export function linesOfGeometry(root: unknown, origin: RouteOrigin, held: Tally): Line[] {
  return simpleGeometriesOf(root, origin).flatMap((geometry) => {
    if (geometry !== null && geometry !== undefined) return linesOfSimple(geometry, origin, held);
    held.add('feature without geometry');
    return [];
  });
}

/** Opens geometry collections, level by level: they may hold each other to any depth. */
function simpleGeometriesOf(root: unknown, origin: RouteOrigin): unknown[] {
  let geometries = [root];
  while (geometries.some(isCollection)) {
    geometries = geometries.flatMap((geometry) =>
      isCollection(geometry) ? listOf(geometry.geometries, 'geometries', origin) : geometry,
    );
  }
  return geometries;
}

function linesOfSimple(geometry: unknown, origin: RouteOrigin, held: Tally): Line[] {
  const { type, coordinates } = isObject(geometry) ? geometry : {};
  const list = () => listOf(coordinates, 'coordinates', origin);
  switch (type) {
    case 'Point':
    case 'MultiPoint':
      held.add(type);
      return [];
    case 'LineString':
      return [lineOf(list(), origin)];
    case 'MultiLineString':
      return joinLines(list().map((line) => lineOf(line, origin)));
    case 'Polygon':
      return list().map((ring) => lineOf(ring, origin));
    case 'MultiPolygon':
      return list()
        .flatMap((polygon) => listOf(polygon, 'coordinates', origin))
        .map((ring) => lineOf(ring, origin));
    default:
      throw malformed(origin, `${JSON.stringify(type) ?? 'no type'} is not a GeoJSON geometry`);
  }
}

function lineOf(positions: unknown, origin: RouteOrigin): Line {
  const line: Line = { latitudes: [], longitudes: [] };
  for (const position of listOf(positions, 'coordinates', origin)) {
    if (!Array.isArray(position) || position.length < 2) {
      throw malformed(origin, `${JSON.stringify(position)?.slice(0, 40)} is not a position`);
    }
    // JSON has no NaN: writers put null in its place, and a third number is the altitude.
    const longitude = degreesOf(position[0], origin);
    const latitude = degreesOf(position[1], origin);
    addPosition(line, { latitude, longitude }, origin, 'GeoJSON wants [longitude, latitude]');
  }
  return line;
}

function degreesOf(value: unknown, origin: RouteOrigin): number {
  if (typeof value === 'number') return value;
  if (value === null) return Number.NaN;
  throw malformed(origin, `${JSON.stringify(value).slice(0, 40)} is not a number of degrees`);
}

function listOf(value: unknown, key: string, origin: RouteOrigin): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(origin, `"${key}" is not an array`);
}

function isCollection(geometry: unknown): geometry is JsonObject {
  return isObject(geometry) && geometry.type === 'GeometryCollection';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(origin: RouteOrigin, problem: string): RouteError {
  return new RouteError('route_geometry', origin, problem, 'export it again as GeoJSON (RFC 7946)');
}
