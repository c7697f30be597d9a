import type { DriverView, EventView } from '../../protocol/index.ts';
import type { LiveBooking, Model } from '../model/model.ts';
import { BOOKING_COLUMNS, BOOKING_COLUMNS_COMPACT } from './bookings-list.ts';
import type { Column } from './column.ts';
import { DRIVER_COLUMNS, DRIVER_COLUMNS_COMPACT } from './drivers-list.ts';
import { EVENT_COLUMNS, EVENT_COLUMNS_COMPACT } from './events-list.ts';
import type { PanelRoom } from './why-empty.ts';

/** What distinguishes one list panel from another. */
export interface ListTraits<Item> {
  readonly name: 'bookings' | 'events' | 'drivers';
  readonly title: string;
  readonly room: PanelRoom;
  readonly columns: readonly Column<Item>[];
  readonly columnsCompact: readonly Column<Item>[];
  /** How many there are before any filter. */
  readonly total: (model: Model) => number;
}

export const BOOKINGS: ListTraits<LiveBooking> = {
  name: 'bookings',
  title: 'Live bookings',
  room: 'bookings',
  columns: BOOKING_COLUMNS,
  columnsCompact: BOOKING_COLUMNS_COMPACT,
  total: ({ bookings }) => bookings.size,
};

export const EVENTS: ListTraits<EventView> = {
  name: 'events',
  title: 'Recent events',
  room: 'events',
  columns: EVENT_COLUMNS,
  columnsCompact: EVENT_COLUMNS_COMPACT,
  total: ({ events }) => events.length,
};

export const DRIVERS: ListTraits<DriverView> = {
  name: 'drivers',
  title: 'Drivers',
  room: 'fleet',
  columns: DRIVER_COLUMNS,
  columnsCompact: DRIVER_COLUMNS_COMPACT,
  total: ({ drivers }) => drivers.size,
};
