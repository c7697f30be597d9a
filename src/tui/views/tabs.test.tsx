import { expect, test } from 'vitest';
import { frameOf } from '../testing/frame-of.ts';
import { PLAIN_PAINT } from '../text/paint.ts';
import { LookContext } from './look.tsx';
import { Tabs } from './tabs.tsx';

function tabs(width: number, notice = '') {
  const [row] = frameOf(
    <LookContext value={{ paint: PLAIN_PAINT, width, finish: (row) => row }}>
      <Tabs panel="bookings" counts={{ bookings: 12, events: null }} notice={notice} />
    </LookContext>,
  );
  return row;
}

test('the panel in view stands in brackets, and counts where they are known', () => {
  expect(tabs(80)).toBe(' 1 Overview [2 Bookings 12] 3 Events  4 Drivers');
});

test('what is in force stands at the right', () => {
  expect(tabs(80, 'FROZEN 3s ago')).toMatch(/4 Drivers +FROZEN 3s ago$/);
});

test('a notice that does not fit is cut, and leaves the tabs whole', () => {
  expect(tabs(60, 'FROZEN 3s ago, filter "somebody"')).toMatch(/4 Drivers +FROZEN 3s…$/);
});

test('tabs that do not fit are cut to one row', () => {
  expect(tabs(20)).toBe(' 1 Overview [2 Book…');
});
