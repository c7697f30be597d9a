import { describe, expect, it } from 'vitest';
import type { BookingStatus, BookingView } from '../../protocol/index.ts';
import { BookingBoard } from './booking-board.ts';

function view(booking_id: string, fields: Partial<BookingView> = {}): BookingView {
  return {
    booking_id,
    rider_id: 'ours-1',
    status: 'pending',
    version: 1,
    round: 0,
    pickup_location: 'A',
    dropoff_location: 'B',
    requested_at: 0,
    updated_at: 0,
    ...fields,
  };
}

function step(booking_id: string, version: number, status: BookingStatus, driver?: string) {
  const by = status === 'pending' || status === 'declined' ? 'driver' : 'admin';
  return { booking_id, version, status, by, ...(driver && { driver: { driver_id: driver } }) };
}

function openBoard(...views: BookingView[]): BookingBoard {
  const board = new BookingBoard((riderId) => riderId.startsWith('ours-'));
  for (const each of views) board.show(each);
  board.settle();
  return board;
}

const statuses = (board: BookingBoard) =>
  board.open.map(({ bookingId, status }) => `${bookingId} ${status}`);

describe('the board of a dispatcher', () => {
  it('holds the bookings of the run and no others', () => {
    const board = openBoard(view('b_1'), view('b_2', { rider_id: 31 }));
    expect(statuses(board)).toEqual(['b_1 pending']);
    board.change(step('b_2', 2, 'assigned', 'driver-1'));
    expect(statuses(board)).toEqual(['b_1 pending']);
  });

  it('follows each step, and lets go of what is over', () => {
    const board = openBoard(view('b_1'), view('b_2'));
    board.change(step('b_1', 2, 'assigned', 'driver-1'));
    expect(board.busyDriverIds).toEqual(new Set(['driver-1']));
    board.change(step('b_2', 2, 'cancelled'));
    expect(statuses(board)).toEqual(['b_1 assigned']);
    expect(board.countByStatus()).toMatchObject({ assigned: 1, cancelled: 1, pending: 0 });
  });

  it('does not go back to an older version', () => {
    const board = openBoard(view('b_1', { version: 5, status: 'arrived' }));
    board.change(step('b_1', 4, 'on_way', 'driver-1'));
    board.show(view('b_1', { version: 3, status: 'accepted' }));
    expect(statuses(board)).toEqual(['b_1 arrived']);
  });

  it('remembers who turned a booking down', () => {
    const board = openBoard(view('b_1'));
    board.change(step('b_1', 2, 'assigned', 'driver-1'));
    board.change(step('b_1', 3, 'declined'));
    board.change(step('b_1', 4, 'assigned', 'driver-2'));
    board.change(step('b_1', 5, 'accepted', 'driver-2'));
    board.change(step('b_1', 6, 'pending'));
    expect(board.open[0]?.excluded).toEqual(new Set(['driver-1', 'driver-2']));
    expect(board.busyDriverIds.size).toBe(0);
  });

  it('drops what ended while the connection was lost', () => {
    const board = openBoard(view('b_1'), view('b_2'));
    board.interrupt();
    expect(board.isCurrent).toBe(false);
    board.show(view('b_2', { version: 2, status: 'assigned', driver_id: 'driver-1' }));
    board.settle();
    expect(board.isCurrent).toBe(true);
    expect(statuses(board)).toEqual(['b_2 assigned']);
  });

  it('takes a step in that overtook the state of the room', () => {
    const board = openBoard();
    board.interrupt();
    board.change(step('b_1', 2, 'cancelled'));
    board.show(view('b_1'));
    board.settle();
    expect(statuses(board)).toEqual([]);
  });
});
