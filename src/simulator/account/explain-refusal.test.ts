import { describe, expect, it } from 'vitest';
import { logOf } from '../testing/booking-log.ts';
import { isExplained } from './explain-refusal.ts';
import type { Refusal } from './question.ts';

const LOGS = new Map(
  [
    logOf('b_1', 'pending', 'assigned of driver-1', 'declined of driver-1', 'cancelled by rider'),
    logOf('b_2', 'pending', 'assigned of driver-2', 'accepted of driver-2'),
  ].map((log) => [log.bookingId, log]),
);

function refused(fields: Partial<Refusal>): boolean {
  const refusal = {
    by: 'admin:dispatcher',
    step: 'assign',
    bookingId: 'b_1',
    version: 4,
    code: 'conflict',
    reason: null,
    message: '',
    ...fields,
  };
  return isExplained(refusal, LOGS);
}

describe('a refusal is explained', () => {
  it('when the log has a step that the asker had not been shown', () => {
    expect(refused({ code: 'illegal_transition', version: 3 })).toBe(true);
    expect(refused({ code: 'not_found', version: 2 })).toBe(true);
    expect(refused({ code: 'illegal_transition', version: 4 })).toBe(false);
  });

  it('when the driver has turned this booking down before', () => {
    expect(refused({ reason: 'excluded', driverId: 'driver-1' })).toBe(true);
    expect(refused({ reason: 'excluded', driverId: 'driver-2' })).toBe(false);
  });

  it('when the driver has another booking', () => {
    expect(refused({ reason: 'driver_busy', driverId: 'driver-2' })).toBe(true);
    expect(refused({ reason: 'driver_has_offer', driverId: 'driver-1' })).toBe(false);
  });

  it('never when the log does not know the booking, or the daemon faults', () => {
    expect(refused({ bookingId: 'b_9', version: 0 })).toBe(false);
    expect(refused({ bookingId: null })).toBe(false);
    expect(refused({ code: 'not_allowed', version: 0 })).toBe(false);
  });
});
