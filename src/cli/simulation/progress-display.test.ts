import { expect, test } from 'vitest';
import type { Progress } from '../../simulator/run.ts';
import { testContext } from '../testing/test-context.ts';
import { openProgressDisplay } from './progress-display.ts';

const progress: Progress = {
  phase: 'running',
  elapsedMs: 65_000,
  driversOnline: 50,
  ridersOnline: 30,
  bookings: {
    pending: 1,
    assigned: 2,
    accepted: 3,
    on_way: 4,
    arrived: 5,
    started: 6,
    completed: 7,
    declined: 8,
    cancelled: 9,
  },
  positionsPerS: 99.6,
  latencyMs: { p50: 0.5, p99: 3.2 },
};
const LINE =
  'running 1m 5s · 50 drivers, 30 riders · 7 trips completed, 18 under way · ' +
  '100 positions/s · p99 3.2 ms\n';

test('without a terminal each progress is a line on stderr', async () => {
  const { written, ...context } = testContext();
  const display = await openProgressDisplay(context);
  display.show(progress);
  display.show({ ...progress, latencyMs: null });
  display.note('Run a1.');
  display.close();
  expect(written.stdout).toBe('');
  expect(written.stderr).toBe(`${LINE}${LINE.replace(' · p99 3.2 ms', '')}Run a1.\n`);
});

test('while the dashboard has the screen, sentences wait and progress is not shown', async () => {
  const { written, ...context } = testContext();
  const display = await openProgressDisplay(context);
  display.hold();
  display.show(progress);
  display.note('One message was lost.');
  expect(written.stderr).toBe('');
  display.release();
  expect(written.stderr).toBe('One message was lost.\n');
  display.show(progress);
  expect(written.stderr).toContain(LINE);
});
