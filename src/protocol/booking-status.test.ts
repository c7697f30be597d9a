import { expect, test } from 'vitest';
import { isFinal, isHeld } from '../core/index.ts';
import { BOOKING_STATUSES, stageOf } from './booking-status.ts';
import { BookingStatus } from './schemas/common.ts';

test('every status of the wire is listed, in the order of the wire', () => {
  expect(BOOKING_STATUSES).toEqual(BookingStatus.anyOf.map((each) => each.const));
});

test('those who watch and those who decide mean the same by held and final', () => {
  for (const status of BOOKING_STATUSES) {
    expect([status, stageOf(status) === 'held']).toEqual([status, isHeld(status)]);
    expect([status, stageOf(status) === 'final']).toEqual([status, isFinal(status)]);
  }
});
