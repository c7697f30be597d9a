import { expect, test } from 'vitest';
import { type Candidate, DEFAULT_MATCH_LIMITS, matchDrivers } from './matching.ts';

const PICKUP = { latitude: 14.6, longitude: 121 };
const QUESTION = { pickup: PICKUP, excludedDriverIds: ['9'], limits: DEFAULT_MATCH_LIMITS };

function candidate(driverId: string, change: Partial<Candidate> = {}): Candidate {
  return {
    driverId,
    state: 'free',
    isOnline: true,
    position: PICKUP,
    positionAgeMs: 5_000,
    ...change,
  };
}

function north(metres: number) {
  return { ...PICKUP, latitude: PICKUP.latitude + metres / 111_195 };
}

test('the nearest free driver comes first, and the lower id among equals', () => {
  const fleet = [
    candidate('3', { position: north(900) }),
    candidate('2', { position: north(200) }),
    candidate('1', { position: north(200) }),
  ];
  const { ranked } = matchDrivers(fleet, QUESTION);
  expect(ranked.map(({ driverId }) => driverId)).toEqual(['1', '2', '3']);
  expect(ranked[2]?.distanceM).toBeCloseTo(900, 0);
});

test.each<[string, string, Partial<Candidate>]>([
  ['excluded', '9', {}],
  ['busy', '1', { state: 'busy' }],
  ['offered', '1', { state: 'offered' }],
  ['offline', '1', { isOnline: false }],
  ['no_position', '1', { position: null, positionAgeMs: null }],
  ['position_too_old', '1', { positionAgeMs: 120_001 }],
  ['too_far', '1', { position: north(10_100) }],
])('a driver who is not asked is told why: %s', (reason, driverId, change) => {
  expect(matchDrivers([candidate(driverId, change)], QUESTION)).toEqual({
    ranked: [],
    passedOver: [{ driverId, reason }],
  });
});
