import { expect, test } from 'vitest';
import type { BookingView } from '../../protocol/index.ts';
import {
  booking,
  driver,
  event,
  message,
  modelAfter,
  NOON,
  shown,
  stats,
} from '../testing/samples.ts';
import { EMPTY_MODEL, MODEL_LIMITS, type Model } from './model.ts';

const LIVE = { kind: 'link', link: { state: 'live' } } as const;
const LOST = {
  kind: 'link',
  link: { state: 'reconnecting', attempt: 1, nextAtMs: 8_000 },
} as const;

/** The last page of the room's state. */
function settled(...bookings: readonly BookingView[]) {
  const openIds = bookings.map(({ booking_id }) => String(booking_id));
  return [shown(...bookings), { kind: 'bookings_settled', openIds }] as const;
}

function roomPage(more: boolean) {
  return message({ type: 'room_joined', room: 'bookings', more });
}

function ids(model: Model): readonly string[] {
  return [...model.bookings.keys()];
}

function only(model: Model): BookingView | undefined {
  return model.bookings.get('b_1')?.view;
}

test('figures bring the time of the daemon and a sample', () => {
  const model = modelAfter([message({ type: 'stats', stats: stats() })], 5_000);
  expect(model).toMatchObject({ statsAtMs: 5_000, daemonTimeMs: NOON });
  expect(model.history.samples).toEqual([{ inPerS: 104, outPerS: 311.4 }]);
});

test('a room is joined when its last page has come', () => {
  const state = (...pages: boolean[]) => modelAfter([LIVE, ...pages.map(roomPage)]).rooms.bookings;
  expect(state(true)).toEqual({ state: 'paging' });
  expect(state(true, false)).toEqual({ state: 'joined' });
});

test('after a lost link the last bookings stay until the room begins again', () => {
  const lost = modelAfter([LIVE, ...settled(booking(1), booking(2)), LOST]);
  expect(ids(lost)).toEqual(['b_1', 'b_2']);
  expect(lost.rooms.bookings).toEqual({ state: 'waiting' });
  expect(ids(modelAfter([LIVE, ...settled(booking(2))], 10, lost))).toEqual(['b_2']);
});

test('a booking is shown as it is now', () => {
  const happenings = [...settled(booking(1)), shown(booking(1, { status: 'assigned' }))];
  expect(only(modelAfter(happenings))?.status).toBe('assigned');
});

test('what ended stays to be seen for a moment and then goes', () => {
  const ended = modelAfter([shown(booking(1)), shown(booking(1, { status: 'completed' }))], 999);
  expect(ids(modelAfter(settled(), 1_001, ended))).toEqual(['b_1']);
  const tick = { kind: 'tick' } as const;
  const until = 1_000 + MODEL_LIMITS.endedShownMs;
  expect(ids(modelAfter([tick], until - 1, ended))).toEqual(['b_1']);
  expect(ids(modelAfter([tick], until, ended))).toEqual([]);
});

test('drivers that changed replace what was known of them', () => {
  const fleet = message({ type: 'fleet_update', drivers: [driver(1), driver(2)] });
  const later = message({ type: 'fleet_update', drivers: [driver(2, { state: 'busy' })] });
  const { drivers } = modelAfter([fleet, later]);
  expect([...drivers.values()].map(({ state }) => state)).toEqual(['free', 'busy']);
});

test('drivers who do not exist any more leave the map', () => {
  const fleet = message({ type: 'fleet_update', drivers: [driver(1), driver(2)] });
  const later = message({ type: 'fleet_update', drivers: [], gone: [2] });
  expect([...modelAfter([fleet, later]).drivers.keys()]).toEqual(['1']);
});

test('a refused room says why', () => {
  const model = modelAfter([{ kind: 'room_refused', room: 'fleet', reason: 'not for you' }]);
  expect(model.rooms.fleet).toEqual({ state: 'refused', reason: 'not for you' });
});

test('messages for others change nothing', () => {
  const others = [message({ type: 'pong' }), message({ type: 'room_left', room: 'fleet' })];
  expect(modelAfter(others)).toBe(EMPTY_MODEL);
  const tracked = { type: 'room_joined', room: 'booking:b_1', more: false } as const;
  expect(modelAfter([message(tracked)])).toBe(EMPTY_MODEL);
});

test('nothing grows without bound', () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  const model = modelAfter([
    shown(...numbers.map((each) => booking(each))),
    message({ type: 'fleet_update', drivers: numbers.map((each) => driver(each)) }),
    message({
      type: 'room_joined',
      room: 'events',
      more: false,
      events: numbers.map((each) => event(each)),
    }),
  ]);
  expect(model.bookings.size).toBe(MODEL_LIMITS.bookingsMax);
  expect(model.drivers.size).toBe(MODEL_LIMITS.driversMax);
  expect(model.events).toHaveLength(MODEL_LIMITS.eventsMax);
  expect(model.events.at(-1)?.text).toBe('event 19999');
});
