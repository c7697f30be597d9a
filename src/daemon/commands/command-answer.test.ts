import { expect, it } from 'vitest';
import type { AssignCommand, StatusCommand } from '../../core/index.ts';
import type { UserKey } from '../../protocol/index.ts';
import { answerOf, type CommandSuccess, recipientOf } from './command-answer.ts';

const ASSIGN: AssignCommand = { kind: 'assign', bookingId: '5', driverId: '7' };
const ARRIVED: StatusCommand = { kind: 'status', bookingId: '5', status: 'arrived' };

function success(...users: readonly UserKey[]): CommandSuccess {
  return {
    ok: true,
    answer: { bookingId: '5', status: 'arrived', version: 3 },
    steps: [],
    deliveries: users.map((user) => ({ user, seq: 1, json: '{}' })),
    nextTimerAt: null,
    rated: false,
  };
}

it('answers with the booking as it is now', () => {
  expect(answerOf(success())).toEqual({ booking_id: 5, status: 'arrived', version: 3 });
  expect(answerOf(success(), false)).toMatchObject({ online: false });
});

it('looks for the driver who is asked, else for the rider who is told', () => {
  const driver = { role: 'driver', userId: '7' } as const;
  const rider = { role: 'rider', userId: '9' } as const;
  expect(recipientOf(ASSIGN, success())).toEqual(driver);
  expect(recipientOf(ARRIVED, success(driver, rider))).toEqual(rider);
  expect(recipientOf(ARRIVED, success())).toBeNull();
});
