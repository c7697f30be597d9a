import { readFile, stat } from 'node:fs/promises';
import { createRoutes } from './create-routes.ts';
import { decodeText } from './decode-text.ts';
import type { Found } from './found.ts';
import { readGeoJson } from './geojson.ts';
import { readGpx } from './gpx.ts';
import { parseJsonRecords, RECORD_SEPARATOR } from './json-records.ts';
import { ROUTE_LENGTH_MIN_M, type Route } from './route.ts';
import { RouteError } from './route-error.ts';
import { findRouteFiles, type RouteSource, unreadable } from './route-files.ts';
import { Tally } from './tally.ts';

const MEBIBYTE = 2 ** 20;
const FILE_BYTES_MAX = 256 * MEBIBYTE;

/**
 * Loads routes from GeoJSON and GPX files, or folders of them, in the order given. What a file is,
 * its content says. Other files in a folder are passed over; named by the user they are errors.
 * Throws {@link RouteError}, also where a path yields no route at all.
 */
export async function loadRoutes(paths: readonly string[]): Promise<Route[]> {
  const routes: Route[] = [];
  for (const path of new Set(paths)) {
    const source = await findRouteFiles(path);
    const held = new Tally();
    const before = routes.length;
    for (const file of source.files) {
      for (const route of await loadFile(file, source, held)) routes.push(route);
    }
    if (routes.length === before) throw noRoutes(path, held);
  }
  return routes;
}

async function loadFile(file: string, source: RouteSource, held: Tally): Promise<Route[]> {
  try {
    const found = readText(decodeText(await readBytes(file)), file);
    held.addAll(found.held);
    return createRoutes(found, file, held);
  } catch (error) {
    const isPassedOver = source.kind === 'folder' && isOtherFile(error);
    if (!isPassedOver) throw error;
    held.add('file of another kind');
    return [];
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES_MAX) throw tooLarge(file, size);
    return await readFile(file);
  } catch (error) {
    throw error instanceof RouteError ? error : unreadable(file, error);
  }
}

function readText(text: string, file: string): Found {
  const content = text.trim();
  if (['{', '[', RECORD_SEPARATOR].includes(content.charAt(0))) {
    return readGeoJson(parseJsonRecords(content, file), file);
  }
  if (content.startsWith('<')) return readGpx(content, file);
  const problem = content === '' ? 'an empty file' : 'neither GeoJSON nor GPX';
  const remedy = 'give a file exported as GeoJSON or GPX';
  throw new RouteError('not_a_route_file', { file }, problem, remedy);
}

function isOtherFile(error: unknown): boolean {
  return error instanceof RouteError && error.code === 'not_a_route_file';
}

function tooLarge(file: string, bytes: number): RouteError {
  const problem = `${Math.round(bytes / MEBIBYTE)} MiB, more than ${FILE_BYTES_MAX / MEBIBYTE}`;
  const remedy = 'cut it to the area that you simulate';
  return new RouteError('route_file_too_large', { file }, problem, remedy);
}

function noRoutes(path: string, held: Tally): RouteError {
  const problem = `no line to drive along, only ${held}`;
  const remedy = `it takes a line of at least ${ROUTE_LENGTH_MIN_M} m`;
  return new RouteError(
    'no_routes',
    { file: path },
    problem.replace('only nothing', 'it is empty'),
    remedy,
  );
}
