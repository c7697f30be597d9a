import type { DriverView, Refusal } from '../../protocol/index.ts';

/** A part of the map, in degrees. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** From `[west, south, east, north]`; null without one: the whole map. */
export function boundsOf(bbox: readonly number[] | undefined): Bounds | null {
  const [west, south, east, north] = bbox ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) {
    return null;
  }
  return { west, south, east, north };
}

/** Why a `bbox` is none. Its west may be east of its east: it then crosses the antimeridian. */
export function refuseBounds(bounds: Bounds | null): Refusal | null {
  if (bounds === null) return null;
  const { west, south, east, north } = bounds;
  if (Math.max(Math.abs(west), Math.abs(east)) > 180) {
    return refuse('west and east must be from -180 to 180 degrees');
  }
  if (Math.max(Math.abs(south), Math.abs(north)) > 90) {
    return refuse('south and north must be from -90 to 90 degrees');
  }
  if (south <= north) return null;
  return refuse('south is north of north; the order is [west, south, east, north]');
}

function refuse(problem: string): Refusal {
  const path = '/bbox';
  return { code: 'invalid_message', message: `${path}: ${problem}`, details: { path } };
}

export function isInside({ latitude, longitude }: DriverView, bounds: Bounds | null): boolean {
  if (bounds === null) return true;
  if (latitude === undefined || longitude === undefined) return false;
  const { west, south, east, north } = bounds;
  if (latitude < south || latitude > north) return false;
  const isEastOfWest = longitude >= west;
  const isWestOfEast = longitude <= east;
  // RFC 7946 §5.2: a box that crosses the antimeridian has its west in the east.
  return west <= east ? isEastOfWest && isWestOfEast : isEastOfWest || isWestOfEast;
}
