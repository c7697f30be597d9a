import { describe, expect, test } from 'vitest';
import { distanceM } from './geo.ts';

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
