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

/** A step as the client library tells it: with the booking after it. */
function step(booking_id: string, status: BookingStatus, driver_id?: string) {
  const by = status === 'pending' || status === 'declined' ? 'driver' : 'admin';
  return [{ status, by }, view(booking_id, { status, ...(driver_id && { driver_id }) })] as const;
}

function openBoard(...views: BookingView[]): BookingBoard {
  const board = new BookingBoard((riderId) => riderId.startsWith('ours-'));
  board.show(views);
  board.settle(views);
  return board;
}

const statuses = (board: BookingBoard) =>
  board.open.map(({ bookingId, status }) => `${bookingId} ${status}`);

describe('the board of a dispatcher', () => {
  it('holds the bookings of the run and no others', () => {
    const board = openBoard(view('b_1'), view('b_2', { rider_id: 31 }));
    expect(statuses(board)).toEqual(['b_1 pending']);
    board.change(...step('b_2', 'assigned', 'driver-1'));
    expect(statuses(board)).toEqual(['b_1 pending']);
  });

  it('follows each step, and lets go of what is over', () => {
    const board = openBoard(view('b_1'), view('b_2'));
    board.change(...step('b_1', 'assigned', 'driver-1'));
    expect(board.busyDriverIds).toEqual(new Set(['driver-1']));
    board.change(...step('b_2', 'cancelled'));
    expect(statuses(board)).toEqual(['b_1 assigned']);
    expect(board.countByStatus()).toMatchObject({ assigned: 1, cancelled: 1, pending: 0 });
  });

  it('remembers who turned a booking down', () => {
    const board = openBoard(view('b_1'));
    board.change(...step('b_1', 'assigned', 'driver-1'));
    board.change(...step('b_1', 'declined', 'driver-1'));
    board.change(...step('b_1', 'assigned', 'driver-2'));
    board.change(...step('b_1', 'accepted', 'driver-2'));
    board.change(...step('b_1', 'pending'));
    expect(board.open[0]?.excluded).toEqual(new Set(['driver-1', 'driver-2']));
    expect(board.busyDriverIds.size).toBe(0);
  });

  it('drops what ended while the connection was lost', () => {
    const board = openBoard(view('b_1'), view('b_2'));
    board.interrupt();
    expect(board.isCurrent).toBe(false);
    const views = [view('b_2', { version: 2, status: 'assigned', driver_id: 'driver-1' })];
    board.show(views);
    board.settle(views);
    expect(board.isCurrent).toBe(true);
    expect(statuses(board)).toEqual(['b_2 assigned']);
  });
});
