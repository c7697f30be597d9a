import { type BookingStatus, type BookingView, fromWireId } from '../../protocol/index.ts';
import { cellsOf, fitCells, fitTail } from '../../text/cells.ts';
import { formatSpan } from '../../text/figures.ts';
import type { LiveBooking } from '../model/model.ts';
import type { Column, Tone } from './column.ts';
import { matches } from './filter.ts';

/** Under this the countdown to an assignment's expiry is pressing. */
const PRESSING_MS = 10_000;
const ARROW = ' > ';

const STATUS_TONES: Readonly<Record<BookingStatus, Tone | null>> = {
  pending: 'warn',
  declined: 'warn',
  assigned: 'strong',
  accepted: null,
  on_way: null,
  arrived: null,
  started: 'good',
  completed: 'faint',
  cancelled: 'faint',
};

const STATUS: Column<LiveBooking> = {
  title: 'STATUS',
  width: 9,
  cell: ({ view }) => view.status,
  tone: ({ view }) => STATUS_TONES[view.status] ?? null,
};
const TIME_IN_IT: Column<LiveBooking> = {
  title: 'FOR',
  width: 5,
  align: 'right',
  cell: ({ view }, now) => (now === null ? '-' : formatSpan(now - view.updated_at)),
};
const EXPIRY: Column<LiveBooking> = {
  title: 'LEFT',
  width: 5,
  align: 'right',
  cell: ({ view }, now) => {
    const leftMs = expiresInMs(view, now);
    return leftMs === null ? '' : formatSpan(leftMs);
  },
  tone: ({ view }, now) => ((expiresInMs(view, now) ?? PRESSING_MS) < PRESSING_MS ? 'bad' : null),
};
const ROUND: Column<LiveBooking> = {
  title: 'RND',
  width: 3,
  align: 'right',
  cell: ({ view }) => (view.round === 0 ? '' : String(view.round)),
};
const BOOKING: Column<LiveBooking> = {
  title: 'BOOKING',
  width: 9,
  roomy: 16,
  keepsEnd: true,
  cell: ({ view }) => fromWireId(view.booking_id),
};
const RIDER: Column<LiveBooking> = {
  title: 'RIDER',
  width: 9,
  roomy: 16,
  keepsEnd: true,
  cell: ({ view }) => fromWireId(view.rider_id),
};
const DRIVER: Column<LiveBooking> = {
  title: 'DRIVER',
  width: 13,
  roomy: 20,
  // Ids differ at their end, names at their beginning.
  cell: ({ view }, _, width) => view.driver?.name ?? fitTail(driverName(view), width),
};
const PLACES: Column<LiveBooking> = {
  title: 'FROM > TO',
  width: 0,
  grows: true,
  cell: ({ view }, _, width) => fitPlaces(view.pickup_location, view.dropoff_location, width),
};

export const BOOKING_COLUMNS = [
  STATUS,
  TIME_IN_IT,
  EXPIRY,
  ROUND,
  BOOKING,
  RIDER,
  DRIVER,
  PLACES,
] as const satisfies readonly Column<LiveBooking>[];

/** For terminals that are too narrow for the whole table. */
export const BOOKING_COLUMNS_COMPACT = [
  STATUS,
  TIME_IN_IT,
  RIDER,
  { ...DRIVER, grows: true },
] as const satisfies readonly Column<LiveBooking>[];

/** Oldest request first: new rows join at the end, and none jumps while it is being read. */
export function listBookings(
  bookings: ReadonlyMap<string, LiveBooking>,
  filter: string,
): readonly LiveBooking[] {
  const rows = [...bookings.values()].filter((row) => matches(filter, wordsOf(row.view)));
  return rows.sort((a, b) => a.view.requested_at - b.view.requested_at);
}

function wordsOf(view: BookingView): readonly string[] {
  return [
    fromWireId(view.booking_id),
    view.status,
    `rider:${fromWireId(view.rider_id)}`,
    `driver:${view.driver_id === undefined ? '' : fromWireId(view.driver_id)}`,
    driverName(view),
    view.pickup_location,
    view.dropoff_location,
  ];
}

function driverName({ driver, driver_id }: BookingView): string {
  if (driver?.name !== undefined) return driver.name;
  return driver_id === undefined ? '' : fromWireId(driver_id);
}

/** Both ends of the trip, also where only a part of each fits. */
function fitPlaces(from: string, to: string, width: number): string {
  const whole = from + ARROW + to;
  if (cellsOf(whole) <= width) return whole;
  const half = Math.floor((width - ARROW.length) / 2);
  const fromCells = Math.min(cellsOf(from), Math.max(half, width - ARROW.length - cellsOf(to)));
  return fitCells(from, fromCells).trimEnd() + ARROW + to;
}

/** How long the driver has left to answer; null unless one is asked. */
function expiresInMs(view: BookingView, now: number | null): number | null {
  if (view.status !== 'assigned' || view.expires_at === undefined || now === null) return null;
  return view.expires_at - now;
}
