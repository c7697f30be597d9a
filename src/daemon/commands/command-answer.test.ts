import { expect, it } from 'vitest';
import type { AssignCommand, StatusCommand } from '../../core/index.ts';
import { answerOf, type CommandSuccess, recipientOf } from './command-answer.ts';

const ASSIGN: AssignCommand = { kind: 'assign', bookingId: '5', driverId: '7' };
const ARRIVED: StatusCommand = { kind: 'status', bookingId: '5', status: 'arrived' };

/** A repeat: it changed nothing and was delivered to nobody. */
const REPEATED: CommandSuccess = {
  ok: true,
  answer: { bookingId: '5', riderId: '9', status: 'arrived', version: 3 },
  steps: [],
  deliveries: [],
  nextTimerAt: null,
  rated: false,
};

it('answers with the booking as it is now', () => {
  const answer = { booking_id: 5, status: 'arrived', version: 3, online: false };
  expect(answerOf(REPEATED, false)).toEqual(answer);
});

it('asks about the driver who is asked, else about the rider, also for a repeat', () => {
  expect(recipientOf(ASSIGN, REPEATED)).toEqual({ role: 'driver', userId: '7' });
  expect(recipientOf(ARRIVED, REPEATED)).toEqual({ role: 'rider', userId: '9' });
});
