import type { DriverView } from '../../protocol/index.ts';

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
