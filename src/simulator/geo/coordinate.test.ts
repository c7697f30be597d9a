import { describe, expect, it } from 'vitest';
import { between, distanceM, headingDegrees, offsetBy, wrapLongitude } from './coordinate.ts';

const at = (latitude: number, longitude: number) => ({ latitude, longitude });

describe('coordinates', () => {
  it('measures a degree of latitude as 111.2 km and shrinks one of longitude to the poles', () => {
    expect(distanceM(at(13, 121), at(14, 121))).toBeCloseTo(111_195, 0);
    expect(distanceM(at(60, 10), at(60, 11))).toBeCloseTo(55_595, -2);
  });

  it('takes the short way across the antimeridian', () => {
    expect(distanceM(at(0, 179.999), at(0, -179.999))).toBeCloseTo(222.4, 1);
    expect(headingDegrees(at(0, 179.999), at(0, -179.999))).toBeCloseTo(90, 6);
    expect(between(at(0, 179.998), at(0, -179.998), 0.75).longitude).toBeCloseTo(-179.999, 9);
  });

  it.each([
    ['north', 14, 121, 0],
    ['east', 13, 122, 90],
    ['south', 12, 121, 180],
    ['west', 13, 120, 270],
  ])('heads %s', (_, latitude, longitude, heading) => {
    expect(headingDegrees(at(13, 121), at(latitude, longitude))).toBeCloseTo(heading, 6);
  });

  it('finds the point some metres away', () => {
    const moved = offsetBy(at(13.9, 121.5), 300, -400);
    expect(distanceM(at(13.9, 121.5), moved)).toBeCloseTo(500, 1);
  });

  it('wraps longitudes into [-180, 180)', () => {
    expect([180, 540, -181, 359.5].map(wrapLongitude)).toEqual([-180, -180, 179, -0.5]);
  });
});
