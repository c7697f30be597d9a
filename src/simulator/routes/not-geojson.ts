import { RouteError } from './route-error.ts';

const EXPORT_AS = 'export it as GeoJSON or GPX';

/** JSON formats that hold lines too and are often mistaken for GeoJSON, by a key of their own. */
const RELATIVES: readonly (readonly [key: string, remedy: string])[] = [
  ['arcs', `this is TopoJSON, ${EXPORT_AS}`],
  ['geometryType', `this is Esri JSON, ${EXPORT_AS}`],
  ['elements', `this looks like Overpass JSON, ${EXPORT_AS} (osmtogeojson does)`],
  ['routes', `this looks like the answer of a routing service, ask it for GeoJSON or GPX`],
];

/** The error for JSON that is not GeoJSON; `index` counts the records of the file from 1. */
export function notGeoJson(record: unknown, file: string, index: number): RouteError {
  if (index > 1) {
    const origin = { file, part: { kind: 'record', index } } as const;
    return new RouteError('route_geometry', origin, 'not a GeoJSON feature', EXPORT_AS);
  }
  const keys = typeof record === 'object' && record !== null ? record : {};
  const relative = RELATIVES.find(([key]) => key in keys);
  const remedy = relative?.[1] ?? 'give a file with a GeoJSON Feature, collection or geometry';
  return new RouteError('not_a_route_file', { file }, 'JSON, but not GeoJSON', remedy);
}
