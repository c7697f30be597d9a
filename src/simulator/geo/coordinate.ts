/** A point on the ground: WGS 84 degrees, as on the wire. */
export interface Coordinate {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth (IUGG), metres. */
const EARTH_RADIUS_M = 6_371_008.8;
export const METRES_PER_DEGREE = (EARTH_RADIUS_M * Math.PI) / 180;
/** Keeps east–west scale finite at the poles, where a degree of longitude has no length. */
const COSINE_MIN = 1e-6;

/** Brings a longitude or a difference of two into [-180, 180). */
export function wrapLongitude(degrees: number): number {
  return degrees >= -180 && degrees < 180 ? degrees : modulo(degrees + 180, 360) - 180;
}

/** The remainder that is never negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** How much shorter a degree of longitude is than one of latitude, at this latitude. */
export function longitudeScale(latitude: number): number {
  return Math.max(COSINE_MIN, Math.cos((latitude * Math.PI) / 180));
}

/** Great-circle distance in metres (haversine). */
export function distanceM(from: Coordinate, to: Coordinate): number {
  const half = Math.PI / 360;
  const north = Math.sin((to.latitude - from.latitude) * half);
  const east = Math.sin(wrapLongitude(to.longitude - from.longitude) * half);
  const across = longitudeScale(from.latitude) * longitudeScale(to.latitude) * east * east;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(north * north + across)));
}

/** Compass direction from one point to a near one: degrees clockwise from north, [0, 360). */
export function headingDegrees(from: Coordinate, to: Coordinate): number {
  const north = to.latitude - from.latitude;
  const east = wrapLongitude(to.longitude - from.longitude) * longitudeScale(from.latitude);
  return modulo((Math.atan2(east, north) * 180) / Math.PI, 360);
}

/** The point some metres east and north of another: flat earth, right for a few kilometres. */
export function offsetBy(from: Coordinate, eastM: number, northM: number): Coordinate {
  const east = eastM / (METRES_PER_DEGREE * longitudeScale(from.latitude));
  return {
    latitude: from.latitude + northM / METRES_PER_DEGREE,
    longitude: wrapLongitude(from.longitude + east),
  };
}

/** The point that lies `share` (0…1) of the way from one to the other. */
export function between(from: Coordinate, to: Coordinate, share: number): Coordinate {
  const east = wrapLongitude(to.longitude - from.longitude);
  return {
    latitude: from.latitude + (to.latitude - from.latitude) * share,
    longitude: wrapLongitude(from.longitude + east * share),
  };
}
