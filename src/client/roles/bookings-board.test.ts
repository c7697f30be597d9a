import { expect, test } from 'vitest';
import type { BookingStatus, BookingView } from '../../protocol/index.ts';
import type { BookingStep } from './booking-after.ts';
import { BookingsBoard } from './bookings-board.ts';

const NOON = Date.UTC(2025, 5, 15, 12);

function view(booking_id: string, changes: Partial<BookingView> = {}): BookingView {
  return {
    booking_id,
    rider_id: 3,
    status: 'pending',
    version: 1,
    round: 0,
    pickup_location: 'Plaza',
    dropoff_location: 'Pier',
    requested_at: NOON,
    updated_at: NOON,
    ...changes,
  };
}

function step(status: BookingStatus, changes: Partial<BookingStep> = {}): BookingStep {
  const always = { type: 'status_update', booking_id: 'b_1', timestamp: NOON + 1 } as const;
  return { ...always, status, version: 2, by: 'admin', ...changes };
}

/** A board, and what its listener was told. */
function openBoard(bookingsMax = 100) {
  const told: string[] = [];
  const shown = new Map<string, BookingView>();
  const word = ({ booking_id, status, version }: BookingView) => {
    return `${booking_id} ${status} ${version}`;
  };
  const board = new BookingsBoard(bookingsMax, {
    bookings: (views) => {
      for (const each of views) shown.set(String(each.booking_id), each);
      told.push(...views.map(word));
    },
    changed: (_, booking) => {
      shown.set(String(booking.booking_id), booking);
      told.push(`step: ${word(booking)}`);
    },
    settled: (open) => told.push(`open: ${open.map(({ booking_id }) => booking_id).join()}`),
  });
  return { board, told, only: () => shown.get('b_1') };
}

test('the pages of a room add up', () => {
  const { board, told } = openBoard();
  board.show([view('b_1')]);
  board.show([view('b_2')]);
  board.settle();
  expect(told).toEqual(['b_1 pending 1', 'b_2 pending 1', 'open: b_1,b_2']);
});

test('nothing that is older than what was shown is shown', () => {
  const { board, told } = openBoard();
  board.show([view('b_1', { version: 5, status: 'started' })]);
  board.change(step('arrived', { version: 4 }));
  board.show([view('b_1', { version: 3, status: 'accepted' })]);
  expect(told).toEqual(['b_1 started 5']);
});

test('a step that overtakes the page with its booking follows it', () => {
  const { board, told } = openBoard();
  board.change(step('assigned'));
  board.change(step('accepted', { version: 3 }));
  board.show([]);
  board.show([view('b_1')]);
  board.settle();
  expect(told).toEqual([
    'b_1 pending 1',
    'step: b_1 assigned 2',
    'step: b_1 accepted 3',
    'open: b_1',
  ]);
});

test('a page that is older than the end of a booking does not open it again', () => {
  const { board, told } = openBoard();
  board.show([view('b_1')]);
  board.interrupt();
  board.change(step('cancelled'));
  board.show([view('b_1')]);
  board.settle();
  expect(told).toEqual(['b_1 pending 1', 'step: b_1 cancelled 2', 'open: ']);
});

test('what ended while the connection was lost is not open any more', () => {
  const { board, told } = openBoard();
  board.show([view('b_1'), view('b_2')]);
  board.settle();
  board.interrupt();
  board.show([view('b_2')]);
  board.settle();
  expect(told.at(-1)).toBe('open: b_2');
});

test('a connection that is lost between two pages does not mix them with the next ones', () => {
  const { board, told } = openBoard();
  board.show([view('b_1')]);
  board.interrupt();
  board.show([view('b_2')]);
  board.settle();
  expect(told.at(-1)).toBe('open: b_2');
});

test('what was heard live stays, whatever the page with the state says', () => {
  const { board, told } = openBoard();
  board.show([view('b_1')]);
  board.settle();
  board.interrupt();
  board.change(step('assigned'));
  board.show([view('b_3')]);
  board.settle();
  expect(told.at(-1)).toBe('open: b_1,b_3');
});

test('a step of a booking that the room has not shown says nothing', () => {
  const { board, told } = openBoard();
  board.settle();
  board.change(step('assigned'));
  board.show([view('b_1')]);
  expect(told).toEqual(['open: ', 'b_1 pending 1']);
});

test('another history counts its versions anew', () => {
  const { board, told } = openBoard();
  board.begin('e1');
  board.show([view('b_1', { version: 5 })]);
  board.begin('e1');
  board.show([view('b_1', { version: 4 })]);
  board.begin('e2');
  board.show([view('b_1')]);
  expect(told).toEqual(['b_1 pending 5', 'b_1 pending 1']);
});

test('the bookings that came first make room', () => {
  const { board, told } = openBoard(2);
  board.show([view('b_1'), view('b_2'), view('b_3')]);
  board.settle();
  expect(told.at(-1)).toBe('open: b_2,b_3');
});

test('an assignment is a new round with its driver, and an end of its own', () => {
  const { board, only } = openBoard();
  const driver = { driver_id: 7, name: 'Ana' };
  board.show([view('b_1')]);
  board.change(step('assigned', { driver, expires_at: NOON + 60_000 }));
  const assigned = { status: 'assigned', round: 1, driver_id: 7, driver, updated_at: NOON + 1 };
  expect(only()).toMatchObject({ ...assigned, expires_at: NOON + 60_000 });
  board.change(step('accepted', { version: 3 }));
  expect(only()).toMatchObject({ status: 'accepted', driver_id: 7 });
  expect(only()).not.toHaveProperty('expires_at');
});

test('a booking that is taken back has no driver any more', () => {
  const { board, only } = openBoard();
  board.show([view('b_1', { status: 'accepted', driver_id: 7, round: 1 })]);
  board.change(step('pending', { reason: 'gave up' }));
  expect(only()).toMatchObject({ status: 'pending', round: 1, reason: 'gave up' });
  expect(only()).not.toHaveProperty('driver_id');
});
