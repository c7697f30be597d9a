import { basename, extname } from 'node:path';
import type { Found, FoundLines } from './found.ts';
import { oneLine } from './one-line.ts';
import { createRoute, ROUTE_LENGTH_MIN_M, type Route } from './route.ts';
import type { Tally } from './tally.ts';

const NAME_CHARACTERS_MAX = 80;

/** Makes routes of the lines of a file; those too short to drive along go to `held`. */
export function createRoutes({ features }: Found, file: string, held: Tally): Route[] {
  const stem = basename(file, extname(file));
  return features.flatMap((feature) => {
    const { part } = feature.origin;
    const unnamed = features.length === 1 || part === undefined ? stem : `${stem} ${part.index}`;
    return routesOf(feature, shortLine(part?.name ?? '') || unnamed, held);
  });
}

function routesOf(feature: FoundLines, name: string, held: Tally): Route[] {
  return feature.lines.flatMap((line, index) => {
    const lineName = index === 0 ? name : `${name} (${index + 1})`;
    const route = createRoute(lineName, feature.origin.file, line);
    if (route === undefined) held.add(`line under ${ROUTE_LENGTH_MIN_M} m`);
    return route === undefined ? [] : { ...route, ...endsOf(feature) };
  });
}

/** What a feature says of its ends is true of its line only if it has just one. */
function endsOf({ lines, ends = {} }: FoundLines): Pick<Route, 'from' | 'to'> {
  const isWhole = lines.length === 1;
  const from = isWhole && shortLine(ends.from ?? '');
  const to = isWhole && shortLine(ends.to ?? '');
  return { ...(from && { from }), ...(to && { to }) };
}

/** Names go into bookings and onto screens. */
function shortLine(text: string): string {
  return oneLine(text).slice(0, NAME_CHARACTERS_MAX);
}
