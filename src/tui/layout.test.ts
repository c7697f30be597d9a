import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIGURE_ROWS, layoutOf } from './layout.ts';

/** Header, tabs and keys; a heading with column heads; a heading alone. */
const FRAME_ROWS = 3;
const BOOKING_HEADS = 2;
const EVENT_HEADS = 1;

test('the standard terminal has room for figures, bookings and events', () => {
  expect(layoutOf({ columns: 80, rows: 24 })).toEqual({
    form: 'full',
    listRows: 19,
    overviewBookings: 7,
    overviewEvents: 4,
  });
});

test('a narrow or low terminal shows one list, a tiny one none', () => {
  expect(layoutOf({ columns: 59, rows: 50 })).toEqual({ form: 'compact', listRows: 48 });
  expect(layoutOf({ columns: 200, rows: 14 })).toEqual({ form: 'compact', listRows: 12 });
  expect(layoutOf({ columns: 29, rows: 50 })).toEqual({ form: 'none' });
  expect(layoutOf({ columns: 200, rows: 4 })).toEqual({ form: 'none' });
});

test('whatever the size, the parts of the overview fill the screen exactly', () => {
  const size = fc.record({ columns: fc.nat(300), rows: fc.nat(200) });
  fc.assert(
    fc.property(size, (each) => {
      const layout = layoutOf(each);
      if (layout.form !== 'full') return;
      const { overviewBookings, overviewEvents } = layout;
      const events = overviewEvents === 0 ? 0 : overviewEvents + EVENT_HEADS;
      const bookings = overviewBookings + BOOKING_HEADS;
      expect(FRAME_ROWS + FIGURE_ROWS + bookings + events).toBe(each.rows);
      expect(overviewBookings).toBeGreaterThan(0);
    }),
  );
});
