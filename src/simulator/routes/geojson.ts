import type { Found, FoundLines } from './found.ts';
import { isObject, type JsonObject, linesOfGeometry } from './geojson-geometry.ts';
import { notGeoJson } from './not-geojson.ts';
import type { RoutePart } from './route-error.ts';
import { Tally } from './tally.ts';

const TYPES: ReadonlySet<unknown> = new Set([
  'Feature',
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

/** Where exporters put the name of a feature, in the order in which they are believed. */
const NAME_KEYS = ['name', 'Name', 'NAME', 'title', 'route_long_name', 'route_short_name', 'ref'];

/** Reads the lines of GeoJSON (RFC 7946) values: one of a document, many of a text sequence. */
export function readGeoJson(records: readonly unknown[], file: string): Found {
  const held = new Tally();
  const features = [...featuresOf(records, file)].map(({ feature, origin }) => {
    const lines = linesOfGeometry(geometryOf(feature), origin, held);
    return { origin, lines, ends: endsOf(feature) } satisfies FoundLines;
  });
  return { features, held };
}

/** Feature collections and plain arrays are opened; what is inside is counted through the file. */
function* featuresOf(records: readonly unknown[], file: string) {
  // Twice, for the lines or arrays that hold whole collections.
  const members = records.flatMap(membersOf).flatMap(membersOf);
  for (const [place, record] of members.entries()) {
    const index = place + 1;
    if (!isGeoJson(record)) throw notGeoJson(record, file, index);
    const kind = record.type === 'Feature' ? 'feature' : 'record';
    const bare = kind === 'record' && members.length === 1;
    yield {
      feature: record,
      origin: bare ? { file } : { file, part: partOf(record, kind, index) },
    };
  }
}

function membersOf(record: unknown): readonly unknown[] {
  if (Array.isArray(record)) return record;
  if (!isObject(record) || record.type !== 'FeatureCollection') return [record];
  return Array.isArray(record.features) ? record.features : [];
}

function partOf(feature: JsonObject, kind: 'feature' | 'record', index: number): RoutePart {
  const name = nameOf(feature);
  return { kind, index, ...(name !== undefined && { name }) };
}

function nameOf(feature: JsonObject): string | undefined {
  const properties = isObject(feature.properties) ? feature.properties : {};
  const names = [...NAME_KEYS.map((key) => properties[key]), feature.id];
  const name = names.find((value) => isName(value));
  return name === undefined ? undefined : String(name).trim();
}

function endsOf(feature: JsonObject): NonNullable<FoundLines['ends']> {
  const { from, to } = isObject(feature.properties) ? feature.properties : {};
  return { ...(isName(from) && { from: String(from) }), ...(isName(to) && { to: String(to) }) };
}

function isName(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}

function geometryOf(feature: JsonObject): unknown {
  return feature.type === 'Feature' ? feature.geometry : feature;
}

function isGeoJson(record: unknown): record is JsonObject {
  return isObject(record) && TYPES.has(record.type);
}
