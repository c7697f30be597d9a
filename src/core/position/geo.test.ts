import { describe, expect, test } from 'vitest';
import { bearingDeg, distanceM } from './geo.ts';

const HERE = { latitude: 14.6, longitude: 121 };

describe('the great-circle distance', () => {
  test('is a nautical mile per minute of latitude, to 0.5 %', () => {
    const north = { ...HERE, latitude: HERE.latitude + 1 / 60 };
    expect(distanceM(HERE, north) / 1_852).toBeCloseTo(1, 2);
  });

  test('is short across the date line', () => {
    const east = { latitude: 0, longitude: -179.999 };
    expect(distanceM({ latitude: 0, longitude: 179.999 }, east)).toBeLessThan(250);
  });

  test('is nothing to the same place and half the Earth to the antipodes', () => {
    expect(distanceM(HERE, HERE)).toBe(0);
    const antipodes = { latitude: -14.6, longitude: -59 };
    expect(distanceM(HERE, antipodes)).toBeCloseTo(20_015_114, -2);
  });
});

test.each([
  ['north', { latitude: 14.7, longitude: 121 }, 0],
  ['east', { latitude: 14.6, longitude: 121.001 }, 90],
  ['south', { latitude: 14.5, longitude: 121 }, 180],
  ['west', { latitude: 14.6, longitude: 120.999 }, 270],
])('the bearing to the %s is clockwise from north', (_, there, degrees) => {
  expect(bearingDeg(HERE, there)).toBeCloseTo(degrees, 2);
});
