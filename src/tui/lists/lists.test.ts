import { expect, test } from 'vitest';
import type { DriverView } from '../../protocol/index.ts';
import { EMPTY_MODEL } from '../model/model.ts';
import { booking, driver, event, message, modelAfter, NOON, shown } from '../testing/samples.ts';
import { PLAIN_PAINT } from '../text/paint.ts';
import { BOOKING_COLUMNS, listBookings } from './bookings-list.ts';
import { countDrivers, DRIVER_COLUMNS, listDrivers } from './drivers-list.ts';
import { listEvents } from './events-list.ts';
import { createLists } from './lists.ts';
import { drawRow, layColumns } from './table.ts';
import { whyEmpty } from './why-empty.ts';

const ASKED = booking(1, {
  status: 'assigned',
  driver_id: 'TR-7',
  round: 2,
  expires_at: NOON + 9_400,
});

function rowOf(view = ASKED, width = 80, now: number | null = NOON) {
  const row = { view, endedAtMs: null };
  return drawRow(layColumns(BOOKING_COLUMNS, width), row, now, PLAIN_PAINT);
}

function model(...happenings: Parameters<typeof modelAfter>[0]) {
  return modelAfter(happenings);
}

function fleet(...drivers: readonly DriverView[]) {
  return model(message({ type: 'fleet_update', drivers: [...drivers] })).drivers;
}

test('a booking tells its status, the time in it, the countdown, the round and the people', () => {
  expect(rowOf(ASKED, 120)).toMatch(
    /^assigned +1m05 +9s +2 b_1 +1 +TR-7 +Public Market > Barangay 1 +$/,
  );
});

test('where room is scarce, both ends of the trip are cut', () => {
  expect(rowOf()).toMatch(/ Public… > Barangay/);
});

test('whatever it holds, a row is as wide as the screen', () => {
  const long = 'x'.repeat(500);
  const driverCard = { driver_id: 7, name: long };
  const view = booking(1, { booking_id: long, driver: driverCard, pickup_location: long });
  for (const width of [60, 80, 109, 110, 200]) expect(rowOf(view, width)).toHaveLength(width);
});

test('before the time of the daemon is known no age is invented', () => {
  expect(rowOf(ASKED, 80, null)).toMatch(/^assigned +- +2/);
});

test('a clock that is behind shows no negative ages', () => {
  expect(rowOf(ASKED, 80, NOON - 3_600_000)).toMatch(/^assigned +0s/);
});

test('bookings stand in the order of their requests', () => {
  const bookings = [3, 1, 2].map((each) => booking(each));
  const { bookings: map } = model(shown(...bookings));
  expect(listBookings(map, '').map(({ view }) => view.booking_id)).toEqual(['b_1', 'b_2', 'b_3']);
});

test('a filter finds bookings by any word that is shown, in any order and case', () => {
  const { bookings } = model(shown(ASKED), shown(booking(2)));
  const found = (filter: string) => listBookings(bookings, filter).length;
  expect(found('PUBLIC assigned')).toBe(1);
  expect(found('driver:tr-7')).toBe(1);
  expect(found('rider:2')).toBe(1);
  expect(found('market')).toBe(2);
  expect(found('nobody')).toBe(0);
});

test('drivers stand in the order of the numbers in their ids', () => {
  const drivers = fleet(...['sim-10', 'sim-9', 'sim-1'].map((id) => driver(1, { driver_id: id })));
  expect(listDrivers(drivers, '').map(({ driver_id }) => driver_id)).toEqual([
    'sim-1',
    'sim-9',
    'sim-10',
  ]);
});

test('drivers are counted by what they can do, those offline apart', () => {
  const away = driver(4, { online: false, state: 'busy' });
  const drivers = fleet(driver(1), driver(2, { state: 'busy' }), driver(3), away);
  expect(countDrivers(drivers)).toEqual({ free: 2, offered: 0, busy: 1, offline: 1 });
  expect(listDrivers(drivers, 'offline')).toHaveLength(1);
});

test('a driver who never sent a position says so', () => {
  const silent: DriverView = { driver_id: 1, online: true, state: 'free' };
  const row = drawRow(layColumns(DRIVER_COLUMNS, 80), silent, NOON, PLAIN_PAINT);
  expect(row.trim().split(/ +/)).toEqual(['1', 'free', 'never']);
});

test('events are found by kind, level, user and booking', () => {
  const events = [event(1), event(2, { level: 'warn', user: 'driver:7', booking_id: 41 })];
  for (const filter of ['warn', 'driver:7', '41']) {
    expect(listEvents(events, filter)).toEqual([events[1]]);
  }
});

test('a list that did not change is not sorted again', () => {
  const lists = createLists();
  const town = model(shown(ASKED));
  const first = lists.bookings(town, 'a');
  expect(lists.bookings({ ...town }, 'a')).toBe(first);
  expect(lists.bookings(town, 'b')).not.toBe(first);
});

test('an empty list says whether nothing is there, hidden, refused or not here yet', () => {
  const live = { kind: 'link', link: { state: 'live' } } as const;
  const joined = message({ type: 'room_joined', room: 'fleet', more: false });
  const refused = { kind: 'room_refused', room: 'fleet', reason: 'not for you' } as const;
  expect(whyEmpty('fleet', EMPTY_MODEL, '', 0)).toBe('Not connected yet.');
  expect(whyEmpty('fleet', model(live), '', 0)).toBe('Asking the daemon…');
  expect(whyEmpty('fleet', model(live, joined), '', 0)).toMatch(/^No driver is known yet/);
  expect(whyEmpty('fleet', model(live, refused), '', 0)).toMatch(/not for you$/);
  expect(whyEmpty('fleet', model(live, joined), 'ana', 3)).toMatch(/^Nothing matches "ana"; 3 hid/);
});
