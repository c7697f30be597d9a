import { expect, test } from 'vitest';
import { exclusivityConflict } from './exclusivity.ts';
import { ADMIN, bookingIn, DRIVER } from './testing/sample-bookings.ts';

test('a driver who is busy is told where the booking stands that they wanted', () => {
  expect(exclusivityConflict('driver_busy', bookingIn('assigned'), DRIVER)).toEqual({
    code: 'conflict',
    message: 'The driver has another booking that is not over yet.',
    details: { reason: 'driver_busy', status: 'assigned', next: ['accepted', 'declined'] },
  });
});

test('a booking that could not be created has no status to tell', () => {
  expect(exclusivityConflict('rider_has_booking', null, ADMIN)).toEqual({
    code: 'conflict',
    message: 'The rider has another booking that is not over yet.',
    details: { reason: 'rider_has_booking' },
  });
});
