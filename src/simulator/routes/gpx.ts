import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { addPosition } from './add-position.ts';
import type { Found, FoundLines } from './found.ts';
import { joinLines } from './join-lines.ts';
import type { Line } from './route.ts';
import { RouteError, type RouteOrigin } from './route-error.ts';
import { Tally } from './tally.ts';

/** A `trk` or `rte` that is being read. */
interface OpenWay {
  readonly kind: 'track' | 'route';
  readonly index: number;
  readonly lines: Line[];
  name: string;
}

/** Reads tracks and routes of GPX 1.0 and 1.1; times, elevations and extensions do not matter. */
export function readGpx(text: string, file: string): Found {
  const reader = new GpxReader(file);
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => reader.open(localName(tag.name), tag));
  parser.on('text', (content) => reader.text(content));
  parser.on('cdata', (content) => reader.text(content));
  parser.on('closetag', (tag) => reader.close(localName(tag.name)));
  parser.on('error', (error) => {
    throw brokenXml(file, error.message);
  });
  parser.write(text).close();
  return { features: reader.features, held: reader.held };
}

/** Prefixes are cut off, not resolved: recorders forget to declare those of their extensions. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

class GpxReader {
  readonly features: FoundLines[] = [];
  readonly held = new Tally();
  readonly #file: string;
  readonly #counts = { track: 0, route: 0 };
  /** Names of the elements that are open, outermost first. */
  readonly #path: string[] = [];
  #way: OpenWay | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  open(name: string, tag: SaxesTagPlain): void {
    if (this.#path.length === 0 && name !== 'gpx') throw notGpx(this.#file, name);
    this.#path.push(name);
    if (name === 'wpt') this.held.add('waypoint');
    if (name === 'trk') this.#begin('track');
    if (name === 'rte') this.#begin('route');
    if (name === 'trkseg') this.#way?.lines.push({ latitudes: [], longitudes: [] });
    // Garmin keeps the shape of a route between its points in `rpt` extensions.
    if (name === 'trkpt' || name === 'rtept' || name === 'rpt') this.#addPoint(tag);
  }

  text(content: string): void {
    const [name, parent] = [this.#path.at(-1), this.#path.at(-2)];
    const isName = name === 'name' && (parent === 'trk' || parent === 'rte');
    if (isName && this.#way !== undefined) this.#way.name += content;
  }

  close(name: string): void {
    this.#path.pop();
    if (this.#way === undefined || (name !== 'trk' && name !== 'rte')) return;
    const origin = this.#originOf(this.#way);
    this.features.push({ origin, lines: joinLines(this.#way.lines) });
    this.#way = undefined;
  }

  #begin(kind: 'track' | 'route'): void {
    this.#counts[kind] += 1;
    // The points of a route stand in no segment: they get one of their own.
    const lines = kind === 'route' ? [{ latitudes: [], longitudes: [] }] : [];
    this.#way = { kind, index: this.#counts[kind], lines, name: '' };
  }

  #addPoint({ attributes }: SaxesTagPlain): void {
    const way = this.#way;
    const line = way?.lines.at(-1);
    if (way === undefined || line === undefined) return;
    const at = { latitude: degreesOf(attributes.lat), longitude: degreesOf(attributes.lon) };
    addPosition(line, at, this.#originOf(way), 'GPX wants lat="…" and lon="…" in degrees');
  }

  #originOf({ kind, index, name }: OpenWay): RouteOrigin {
    const named = name.trim() === '' ? {} : { name: name.trim() };
    return { file: this.#file, part: { kind, index, ...named } };
  }
}

/** Programs that write numbers the way of their country put a comma for the point. */
function degreesOf(text = ''): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
}

function notGpx(file: string, root: string): RouteError {
  const remedy = 'export it as GPX or GeoJSON';
  return new RouteError('not_a_route_file', { file }, `XML of kind <${root}>, not GPX`, remedy);
}

function brokenXml(file: string, problem: string): RouteError {
  const remedy = 'it may be cut off, export it again';
  return new RouteError('route_syntax', { file }, `broken XML (${problem})`, remedy);
}
