import { expect, test } from 'vitest';
import type { BookingView, ServerMessageOf } from '../../protocol/index.ts';
import { booking, driver, event, message, modelAfter, NOON, stats } from '../testing/samples.ts';
import { EMPTY_MODEL, MODEL_LIMITS, type Model } from './model.ts';

type StatusUpdate = ServerMessageOf<'status_update'>;

const LIVE = { kind: 'link', link: { state: 'live' } } as const;
const LOST = {
  kind: 'link',
  link: { state: 'reconnecting', attempt: 1, nextAtMs: 8_000 },
} as const;

function page(bookings: readonly BookingView[], more = false) {
  return message({ type: 'room_joined', room: 'bookings', more, bookings: [...bookings] });
}

function change(status: StatusUpdate['status'], changes: Partial<StatusUpdate> = {}) {
  const content = { booking_id: 'b_1', version: 2, timestamp: NOON, by: 'admin', status };
  return message({ type: 'status_update', ...content, ...changes });
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

test('the pages of a room add up', () => {
  const model = modelAfter([LIVE, page([booking(1)], true), page([booking(2)])]);
  expect(ids(model)).toEqual(['b_1', 'b_2']);
  expect(model.rooms.bookings).toEqual({ state: 'joined' });
});

test('after a lost link the last bookings stay until the room begins again', () => {
  const lost = modelAfter([LIVE, page([booking(1), booking(2)]), LOST]);
  expect(ids(lost)).toEqual(['b_1', 'b_2']);
  expect(lost.rooms.bookings).toEqual({ state: 'waiting' });
  expect(ids(modelAfter([LIVE, page([booking(2)])], 10, lost))).toEqual(['b_2']);
});

test('a link that breaks between two pages does not mix them with the next ones', () => {
  const model = modelAfter([LIVE, page([booking(1)], true), LOST, LIVE, page([booking(2)])]);
  expect(ids(model)).toEqual(['b_2']);
});

test('an assignment is a new round with its driver', () => {
  const card = { driver_id: 7, name: 'Ana' };
  const model = modelAfter([page([booking(1)]), change('assigned', { driver: card })]);
  expect(only(model)).toMatchObject({ status: 'assigned', round: 1, driver_id: 7, driver: card });
  expect(only(model)?.updated_at).toBe(NOON);
});

test('a booking that is taken back has no driver any more', () => {
  const held = booking(1, { status: 'accepted', driver_id: 7, round: 1 });
  const view = only(modelAfter([page([held]), change('pending', { reason: 'gave up' })]));
  expect(view).toMatchObject({ status: 'pending', round: 1, reason: 'gave up' });
  expect(view).not.toHaveProperty('driver_id');
});

test('the countdown ends with the status that it belongs to', () => {
  const asked = booking(1, { status: 'assigned', expires_at: NOON, driver_id: 7 });
  const view = only(modelAfter([page([asked]), change('accepted')]));
  expect(view).toMatchObject({ status: 'accepted', driver_id: 7 });
  expect(view).not.toHaveProperty('expires_at');
});

test('a change that was overtaken by a newer version is left out', () => {
  const newer = booking(1, { status: 'started', version: 5 });
  expect(only(modelAfter([page([newer]), change('arrived', { version: 4 })]))).toEqual(newer);
});

test('a page that is older than a live change does not undo it', () => {
  const happenings = [LIVE, page([], true), message({ type: 'booking', booking: booking(1) })];
  const model = modelAfter([...happenings, change('assigned'), page([booking(1)])]);
  expect(only(model)?.status).toBe('assigned');
});

test('a change that overtakes the page with its booking is not lost', () => {
  const model = modelAfter([LIVE, change('assigned'), page([], true), page([booking(1)])]);
  expect(only(model)?.status).toBe('assigned');
  expect(model.earlyUpdates.size).toBe(0);
});

test('a booking that is newer than the first page stays', () => {
  const happenings = [LIVE, message({ type: 'booking', booking: booking(3) }), page([booking(1)])];
  expect(ids(modelAfter(happenings))).toEqual(['b_3', 'b_1']);
});

test('an offer has its end from the change that made it', () => {
  const offer = change('assigned', { expires_at: NOON + 60_000 });
  const happenings = [LIVE, page([booking(1)]), offer];
  expect(only(modelAfter(happenings))?.expires_at).toBe(NOON + 60_000);
});

test('a change of an unknown booking shows nothing, as nothing else is known of it', () => {
  expect(ids(modelAfter([LIVE, page([]), change('assigned')]))).toEqual([]);
});

test('what ended stays to be seen for a moment and then goes', () => {
  const ended = modelAfter([page([booking(1)]), change('completed')], 999);
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
    page(numbers.map((each) => booking(each))),
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
