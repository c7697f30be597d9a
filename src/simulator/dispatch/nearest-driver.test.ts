import { describe, expect, it } from 'vitest';
import type { DriverView } from '../../protocol/index.ts';
import { offsetBy } from '../geo/coordinate.ts';
import { ORIGIN } from '../testing/street.ts';
import { nearestDriver } from './nearest-driver.ts';

/** A driver some metres east of the pickup. */
function driver(driver_id: string, eastM: number, fields: Partial<DriverView> = {}): DriverView {
  return { driver_id, online: true, state: 'free', ...offsetBy(ORIGIN, eastM, 0), ...fields };
}

const nobody = () => false;

describe('the nearest driver', () => {
  it('is the one with the shortest way', () => {
    const drivers = [driver('far', 900), driver('near', -200), driver('nearer', 100)];
    expect(nearestDriver(drivers, ORIGIN, nobody)).toBe('nearer');
    expect(nearestDriver(drivers, ORIGIN, (id) => id === 'nearer')).toBe('near');
  });

  it('is online, free and somewhere', () => {
    const drivers = [
      driver('asleep', 1, { online: false }),
      driver('busy', 2, { state: 'busy' }),
      driver('asked', 3, { state: 'offered' }),
      { driver_id: 'unseen', online: true, state: 'free' as const },
      driver('free', 400),
    ];
    expect(nearestDriver(drivers, ORIGIN, nobody)).toBe('free');
    expect(nearestDriver(drivers.slice(0, 4), ORIGIN, nobody)).toBeNull();
  });
});
