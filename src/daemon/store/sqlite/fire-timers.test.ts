import { expect, it, onTestFinished } from 'vitest';
import { NOW_MS, POLICY, rider } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { executeCommand } from './execute.ts';
import { fireTimers } from './fire-timers.ts';
import { openDatabase } from './open-database.ts';
import { findNextTimer } from './timers.ts';

const DUE_MS = NOW_MS + POLICY.noDriverAfterMs;

it('undoes a booking that fails alone, and tries it again a minute later', () => {
  const db = openDatabase(tempDirectory(), 0);
  onTestFinished(() => {
    db.close();
  });
  const execute = executeCommand(db);
  for (const bookingId of ['1', '2', '3']) {
    const places = { pickupLocation: 'Plaza', dropoffLocation: 'Pier' };
    const command = { kind: 'request', bookingId, riderId: bookingId, ...places } as const;
    execute({ command, actor: rider(bookingId), nowMs: NOW_MS, policy: POLICY });
  }
  const fire = fireTimers(db, (request) => {
    const outcome = execute(request);
    if (request.command.bookingId === '2') throw new Error('damaged');
    return outcome;
  });
  const outcomes = db.transaction(() => fire(DUE_MS, 10, POLICY))();

  expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(outcomes[1]).toMatchObject({ refusal: { code: 'internal', details: { booking: '2' } } });
  const statuses = db.prepare('SELECT status FROM bookings ORDER BY booking_id').pluck().all();
  expect(statuses).toEqual(['cancelled', 'pending', 'cancelled']);
  expect(findNextTimer(db)()).toBe(DUE_MS + 60_000);
});
