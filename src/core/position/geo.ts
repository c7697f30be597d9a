import type { Point } from '../../protocol/index.ts';

const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance in metres (haversine), good to 0.5 % anywhere on Earth. */
export function distanceM(a: Point, b: Point): number {
  const halfLatitude = toRadians(b.latitude - a.latitude) / 2;
  const halfLongitude = toRadians(b.longitude - a.longitude) / 2;
  const square =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(toRadians(a.latitude)) *
      Math.cos(toRadians(b.latitude)) *
      Math.sin(halfLongitude) ** 2;
  // Rounding can lift the square of antipodes just above 1.
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(square)));
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
