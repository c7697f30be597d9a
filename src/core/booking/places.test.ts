import { expect, test } from 'vitest';
import { agreesWith, overwritePlaces } from './places.ts';
import { PLACES } from './testing/sample-bookings.ts';

const POINT = { latitude: 1, longitude: 2 };

test('a new name brings its own point or none', () => {
  expect(overwritePlaces(PLACES, { pickupLocation: 'Chapel' }).pickup).toBeNull();
  expect(overwritePlaces(PLACES, { pickupLocation: 'Chapel', pickup: POINT }).pickup).toEqual(
    POINT,
  );
});

test('the old name keeps its point, and a better point can be given for it', () => {
  const { pickupLocation } = PLACES;
  expect(overwritePlaces(PLACES, { pickupLocation }).pickup).toEqual(PLACES.pickup);
  expect(overwritePlaces(PLACES, { pickup: POINT }).pickup).toEqual(POINT);
});

test('what is given agrees when it would change nothing', () => {
  expect(agreesWith(PLACES, {})).toBe(true);
  expect(agreesWith(PLACES, PLACES)).toBe(true);
  expect(agreesWith(PLACES, { dropoff: { ...PLACES.dropoff } })).toBe(true);
  expect(agreesWith(PLACES, { dropoff: POINT })).toBe(false);
  expect(agreesWith(PLACES, { note: 'three bags' })).toBe(false);
});
