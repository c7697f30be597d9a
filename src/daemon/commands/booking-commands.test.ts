import { describe, expect, it } from 'vitest';
import {
  assignCommand,
  rateCommand,
  requestCommand,
  respondCommand,
  statusCommand,
} from './booking-commands.ts';

const RIDER = { role: 'rider', userId: '7' } as const;
const ADMIN = { role: 'admin', userId: '1' } as const;
const PLACES = { pickup_location: 'Market', dropoff_location: 'Church' };

describe('a request', () => {
  it('of a rider is for themself, under a new id', () => {
    const mapped = requestCommand({ ...PLACES, booking_id: 99 }, RIDER, () => 'b_new');
    expect(mapped).toMatchObject({
      ok: true,
      command: { kind: 'request', bookingId: 'b_new', riderId: '7', pickupLocation: 'Market' },
    });
  });

  it('of a rider for another rider is passed on for the rules to refuse', () => {
    const mapped = requestCommand({ ...PLACES, rider_id: 8 }, RIDER);
    expect(mapped).toMatchObject({ ok: true, command: { riderId: '8' } });
  });

  it('of an admin keeps the id that the admin chose', () => {
    const mapped = requestCommand({ ...PLACES, booking_id: 99, rider_id: 'TR-7' }, ADMIN);
    expect(mapped).toMatchObject({ ok: true, command: { bookingId: '99', riderId: 'TR-7' } });
  });

  it('of an admin without a rider names the missing field', () => {
    const mapped = requestCommand(PLACES, ADMIN);
    expect(mapped).toMatchObject({ ok: false, refusal: { details: { path: '/rider_id' } } });
  });

  it('without an id gets one of the daemon', () => {
    const mapped = requestCommand({ ...PLACES, rider_id: 7 }, ADMIN);
    expect(mapped.ok && mapped.command.bookingId).toMatch(/^b_[0-9a-z]{16}$/);
  });
});

describe('the other commands', () => {
  it('turn wire ids into strings', () => {
    const assignment = { booking_id: 5, driver_id: 7, rider_id: 9, note: 'gate', force: true };
    expect(assignCommand(assignment)).toMatchObject({
      bookingId: '5',
      driverId: '7',
      riderId: '9',
      places: { note: 'gate' },
      force: true,
    });
  });

  it('carry answers, statuses and ratings as they were said', () => {
    expect(respondCommand({ booking_id: 5, response: 'declined', reason: 'far' })).toEqual({
      kind: 'respond',
      bookingId: '5',
      response: 'declined',
      reason: 'far',
    });
    expect(statusCommand({ booking_id: 5, status: 'arrived' })).toMatchObject({
      kind: 'status',
      status: 'arrived',
    });
    expect(rateCommand({ booking_id: 5, rating: 4 })).toMatchObject({ kind: 'rate', rating: 4 });
  });
});
