import { expect, test } from 'vitest';
import type { EventView } from '../../protocol/index.ts';
import { type TestContextOptions, testContext } from '../testing/test-context.ts';
import { type EventFilter, isWanted } from './event-filter.ts';
import { eventWriter } from './event-writer.ts';

const event: EventView = {
  at: Date.UTC(2026, 0, 5, 7, 8, 9),
  kind: 'booking.declined',
  level: 'warn',
  text: 'booking 7 declined\tby driver:7\u001b[2J',
  user: 'driver:7',
  booking_id: 7,
};

async function write(options: { readonly json?: boolean }, given?: TestContextOptions) {
  const context = testContext(given);
  const writer = await eventWriter(options, context);
  writer(event);
  return context.written.stdout;
}

test('a pipe gets tabs between cells, whatever is in them', async () => {
  expect(await write({})).toBe(
    '2026-01-05T07:08:09.000Z\twarn\tbooking.declined\tdriver:7\t7\t' +
      'booking 7 declined by driver:7?[2J\n',
  );
});

test('a terminal gets a line, in colour where it is a warning', async () => {
  const isTerminal = true;
  expect(await write({}, { isTerminal, env: { NO_COLOR: '1' } })).toMatch(
    /^\d\d:08:09 {2}booking\.declined {6}booking 7 declined by driver:7\?\[2J\n$/,
  );
  expect(await write({}, { isTerminal })).toContain('\u001b[33mbooking 7');
});

test('a program gets the event as it came', async () => {
  expect(JSON.parse(await write({ json: true }))).toEqual(event);
});

test.each<[EventFilter, boolean]>([
  [{}, true],
  [{ kind: 'booking' }, true],
  [{ kind: 'booking.declined' }, true],
  [{ kind: 'book' }, false],
  [{ user: { role: 'driver', userId: '7' } }, true],
  [{ user: { role: 'rider', userId: '7' } }, false],
  [{ booking: '7' }, true],
  [{ booking: '8' }, false],
  [{ warnings: true }, true],
  [{ warnings: true, kind: 'presence' }, false],
  [{ security: true }, false],
])('%j: %s', (filter, isShown) => {
  expect(isWanted(event, filter)).toBe(isShown);
});

test('what is no warning, or has no user or booking, is left out by such filters', () => {
  const { user: _user, booking_id: _booking, ...bare } = event;
  expect(isWanted({ ...bare, level: 'info' }, { warnings: true })).toBe(false);
  expect(isWanted(bare, { booking: '7' })).toBe(false);
  expect(isWanted(bare, { user: { role: 'driver', userId: '7' } })).toBe(false);
});
