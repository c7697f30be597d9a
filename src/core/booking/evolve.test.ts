import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import { evolve, replay } from './evolve.ts';
import { bookingIn, CONTEXT, DRIVER } from './testing/sample-bookings.ts';

function step() {
  const onWay = { kind: 'status', bookingId: '42', status: 'on_way' } as const;
  const decision = decide(bookingIn('accepted'), onWay, DRIVER, CONTEXT);
  const transition = decision.ok ? decision.transitions[0] : undefined;
  if (transition === undefined) throw new Error('the step was refused');
  return transition;
}

test('an empty log makes no booking', () => {
  expect(replay([])).toBeNull();
});

test('a row that skips a version throws, since the log is broken', () => {
  expect(() => evolve(bookingIn('accepted'), { ...step(), version: 9 })).toThrow(
    'row 9 of the log of booking 42 does not follow 3',
  );
});

test('a row from another status throws', () => {
  expect(() => evolve(bookingIn('cancelled'), { ...step(), version: 5 })).toThrow(
    'row 5 of the log of booking 42 does not follow 4',
  );
});

test('a log that does not begin with the creation throws', () => {
  expect(() => replay([{ ...step(), version: 1 }])).toThrow(
    'row 1 of the log of booking 42 does not follow 0',
  );
});
