import { describe, expect, it } from 'vitest';
import { logOf } from '../testing/booking-log.ts';
import { expectedEvents } from './expected-events.ts';

/** What drivers are to be told, as `driver-1 3 driver_assigned`; the rider is told of every row. */
function toldToDrivers(...lines: string[]): string[] {
  const events = expectedEvents(logOf('b_1', ...lines));
  const riderVersions = events.filter(({ user }) => user === 'rider:rider-1');
  expect(riderVersions.map(({ version }) => version)).toEqual(lines.map((_, index) => index + 1));
  return events
    .filter(({ user }) => user.startsWith('driver:'))
    .map(({ user, version, type }) => `${user.slice('driver:'.length)} ${version} ${type}`);
}

describe('the events that a log promises', () => {
  it('tell the rider of every step, and the driver from the offer to the end', () => {
    expect(
      toldToDrivers(
        'pending',
        'assigned of driver-1',
        'accepted of driver-1',
        'on_way of driver-1',
      ),
    ).toEqual([
      'driver-1 2 driver_assigned',
      'driver-1 3 status_update',
      'driver-1 4 status_update',
    ]);
  });

  it('tell who declined that they did, and nothing of what follows', () => {
    expect(
      toldToDrivers(
        'pending',
        'assigned of driver-1',
        'declined of driver-1',
        'assigned of driver-2',
        'cancelled of driver-2 by rider',
      ),
    ).toEqual([
      'driver-1 2 driver_assigned',
      'driver-1 3 status_update',
      'driver-2 4 driver_assigned',
      'driver-2 5 status_update',
    ]);
  });

  it('tell of a booking that is taken back and given to another', () => {
    expect(
      toldToDrivers(
        'pending',
        'assigned of driver-1',
        'pending of driver-1 by admin',
        'assigned of driver-2',
      ),
    ).toEqual([
      'driver-1 2 driver_assigned',
      'driver-1 3 status_update',
      'driver-2 4 driver_assigned',
    ]);
  });

  it('tell no driver of a booking that nobody held when it was cancelled', () => {
    expect(toldToDrivers('pending', 'cancelled by rider')).toEqual([]);
  });
});
