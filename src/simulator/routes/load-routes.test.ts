import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLED_ROUTES } from './bundled-routes.ts';
import { loadRoutes } from './load-routes.ts';
import { RouteError } from './route-error.ts';

const ODD = fileURLToPath(new URL('../../../fixtures/routes-odd', import.meta.url));
const readable = async (file: string) => {
  const routes = await loadRoutes([join(ODD, 'readable', file)]);
  return routes.map(({ name, latitudes, loop }) => ({ name, vertices: latitudes.length, loop }));
};
const names = async (file: string) => (await readable(file)).map(({ name }) => name);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routa-routes-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** The error that loading ends with; its message without the folder of the fixtures. */
async function refusal(...paths: string[]) {
  const error = await loadRoutes(paths).catch((fault: unknown) => fault);
  if (!(error instanceof RouteError))
    throw new Error('a RouteError was expected', { cause: error });
  const message = error.message.replace(`${join(ODD, 'broken')}/`, '').replace(`${folder}/`, '');
  return { code: error.code, message, part: error.part };
}

describe('the bundled town', () => {
  it('has at least twelve routes of one to five kilometres with names of their own', async () => {
    const routes = await loadRoutes([BUNDLED_ROUTES]);
    expect(routes.length).toBeGreaterThanOrEqual(12);
    expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
    for (const { lengthM } of routes) {
      expect(lengthM).toBeGreaterThan(1_000);
      expect(lengthM).toBeLessThan(5_000);
    }
  });

  it('has loops, and routes that say what stands at their ends', async () => {
    const routes = await loadRoutes([BUNDLED_ROUTES]);
    expect(routes.some(({ loop }) => loop)).toBe(true);
    const port = routes.find(({ name }) => name === 'Palengke – Pantalan');
    expect(port).toMatchObject({ from: 'Palengke', to: 'Pantalan (port)' });
  });
});

describe('files of real exporters', () => {
  it('may mix geometries: lines and rings are routes, the rest is passed over', async () => {
    expect(await readable('mixed.geojson')).toEqual([
      { name: 'Line', vertices: 3, loop: false },
      { name: 'Block', vertices: 5, loop: true },
      { name: 'Two ways', vertices: 3, loop: false },
      { name: 'Two ways (2)', vertices: 2, loop: false },
      { name: 'Collected', vertices: 3, loop: false },
      { name: 'mixed 8', vertices: 5, loop: true },
    ]);
  });

  it.each([
    ['altitudes', 'altitude.geojson', 'Hill'],
    ['vertices written twice', 'duplicates.geojson', 'Twice'],
    ['a byte order mark', 'byte-order-mark.geojson', 'Marked'],
    ['Windows line ends', 'crlf.geojson', 'Carriage return'],
    ['UTF-16', 'utf-16.geojson', 'Santo Niño'],
    ['a feature alone', 'feature.json', 'Alone'],
    ['a geometry alone', 'geometry.json', 'geometry'],
    ['a namespace prefix', 'prefixed.gpx', 'Prefixed'],
    ['decimal commas', 'comma.gpx', 'Comma'],
    ['another encoding', 'latin-1.gpx', 'Peñafrancia'],
    ['a shape in extensions', 'garmin-route.gpx', 'Garmin'],
  ])('may have %s', async (_, file, name) => {
    expect(await readable(file)).toEqual([{ name, vertices: 3, loop: false }]);
  });

  it('may be arrays, text sequences and lines of features', async () => {
    for (const file of ['array.json', 'sequence.geojsons', 'lines.ndjson']) {
      expect(await names(file)).toEqual(['First', 'Second']);
    }
  });

  it('may hold the NaN that Python writes', async () => {
    expect(await readable('not-a-number.json')).toMatchObject([{ name: 'Python', vertices: 2 }]);
  });

  it('may split a line: parts that meet are joined, a fork stays three routes', async () => {
    expect(await readable('joined.geojson')).toEqual([
      { name: 'Joined', vertices: 6, loop: false },
    ]);
    expect(await names('fork.geojson')).toEqual(['Fork', 'Fork (2)', 'Fork (3)']);
  });

  it('may cross the antimeridian either way of counting', async () => {
    const routes = await loadRoutes([join(ODD, 'readable', 'antimeridian.geojson')]);
    for (const { lengthM } of routes) expect(lengthM).toBeCloseTo(261, -1);
  });

  it('may be tracks with times in several segments, and routes without times', async () => {
    expect(await names('segments.gpx')).toEqual(['Morning', 'Morning (3)']);
    expect(await readable('route.gpx')).toMatchObject([{ name: 'Planned & drawn', vertices: 5 }]);
  });

  it('are known by their content, whatever they are called', async () => {
    const gpx =
      '<gpx><rte><rtept lat="13.9" lon="121.5"/><rtept lat="13.91" lon="121.5"/></rte></gpx>';
    const [route] = await loadRoutes([await write('export.txt', gpx)]);
    expect(route?.name).toBe('export');
  });

  it('may have 70 000 vertices', async () => {
    const positions = Array.from({ length: 70_000 }, (_, index) => [
      121 + 0.2 * Math.sin(index / 9_000),
      13 + index * 2e-5,
    ]);
    const line = { type: 'LineString', coordinates: positions };
    const [route] = await loadRoutes([await write('long.geojson', JSON.stringify(line))]);
    expect(route?.latitudes).toHaveLength(70_000);
    expect(route?.blocks.length).toBeGreaterThan(1_000);
  });

  it('may have long names, which are cut, or none: then the file gives one', async () => {
    const coordinates = [
      [121, 13],
      [121, 13.01],
    ];
    const features = ['n'.repeat(500), '\u0007 ', 7].map((name) => ({
      type: 'Feature',
      properties: { name, from: '\u0007', to: 't'.repeat(500) },
      geometry: { type: 'LineString', coordinates },
    }));
    const routes = await loadRoutes([await write('town.json', JSON.stringify(features))]);
    expect(routes.map(({ name }) => name)).toEqual(['n'.repeat(80), 'town 2', '7']);
    expect(routes[0]).not.toHaveProperty('from');
    expect(routes[0]?.to).toHaveLength(80);
  });

  it('are read from a folder in the order of their names, other files passed over', async () => {
    const routes = await loadRoutes([join(ODD, 'readable')]);
    expect(routes[0]?.name).toBe('Hill');
    expect(routes.length).toBeGreaterThan(25);
    expect(await loadRoutes([BUNDLED_ROUTES, BUNDLED_ROUTES])).toHaveLength(16);
  });
});

describe('files that cannot be read', () => {
  it('are named with feature, problem and remedy', async () => {
    expect(await refusal(join(ODD, 'broken', 'latitude.geojson'))).toEqual({
      code: 'route_coordinates',
      part: { kind: 'feature', index: 3, name: 'Market' },
      message:
        'latitude.geojson, feature 3 ("Market"): latitude 140.1 is outside -90…90: ' +
        'GeoJSON wants [longitude, latitude]',
    });
  });

  it.each([
    ['empty.geojson', 'not_a_route_file', /an empty file/],
    ['cut-off.geojson', 'route_syntax', /broken JSON .*cut off/],
    ['cut-off.gpx', 'route_syntax', /broken XML .*cut off/],
    ['swapped.geojson', 'route_coordinates', /feature 1 \("Swapped"\): latitude 121.57 .*\[long/],
    ['projected.geojson', 'route_coordinates', /\("Web Mercator"\).*EPSG:4326/],
    ['latitude.gpx', 'route_coordinates', /track 2 \("Second"\): latitude 140 is outside/],
    ['points.geojson', 'no_routes', /only 2 × Point, 1 × line under 50 m: it takes a line/],
    ['depth.geojson', 'route_geometry', /feature 1 \("Flat"\): 121.57 is not a position/],
    ['type.geojson', 'route_geometry', /"Linestring" is not a GeoJSON geometry/],
    ['record.ndjson', 'route_syntax', /record 2: broken JSON/],
    ['topology.json', 'not_a_route_file', /TopoJSON, export it as GeoJSON or GPX/],
    ['line.kml', 'not_a_route_file', /XML of kind <kml>, not GPX/],
    ['notes.txt', 'not_a_route_file', /neither GeoJSON nor GPX/],
  ])('%s is refused as %s in one line', async (file, code, message) => {
    const fault = await refusal(join(ODD, 'broken', file));
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(message);
    expect(fault.message.startsWith(file)).toBe(true);
    expect(fault.message).not.toContain('\n');
  });

  it('say so when they are not there, or a folder holds no line', async () => {
    expect(await refusal(join(folder, 'nowhere'))).toMatchObject({
      code: 'route_path_missing',
      message: 'nowhere: no such file or folder: give a GeoJSON or GPX file, or a folder of them',
    });
    const empty = await mkdtemp(join(folder, 'empty-'));
    expect((await refusal(empty)).message).toMatch(/no line to drive along, it is empty/);
    await writeFile(join(empty, 'package.json'), '{"name":"x","type":"module"}');
    expect((await refusal(empty)).message).toMatch(/only 1 × file of another kind/);
  });

  it('keep escape sequences and line breaks of a name off the terminal', async () => {
    const feature = {
      type: 'Feature',
      properties: { name: 'Red\u001b[31m\nalert' },
      geometry: { type: 'LineString', coordinates: [[200, 100]] },
    };
    const { message } = await refusal(await write('escape.geojson', JSON.stringify(feature)));
    expect(message).toContain('("Red [31m alert")');
  });
});
