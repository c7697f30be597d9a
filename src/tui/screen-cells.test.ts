import { expect, test, vi } from 'vitest';
import type { Size } from './layout.ts';
import type { Happening } from './model/update.ts';
import { booking, driver, event, liveTown, message, shown, stats } from './testing/samples.ts';
import { type Dashboard, makeWorld, showDashboard } from './testing/show-dashboard.ts';

/** Numbers that look random and are the same in every run (Park and Miller). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Every cell is what a dashboard that has just been opened draws. */
async function expectNoWrongCell(dashboard: Dashboard, size: Size): Promise<void> {
  await using fresh = showDashboard(size, dashboard);
  await fresh.seeText(size.columns < 30 || size.rows < 5 ? 'needs' : 'q quit');
  await vi.waitFor(() => expect(dashboard.terminal.cells()).toEqual(fresh.terminal.cells()), {
    timeout: 10_000,
    interval: 10,
  });
}

function somethingOf(next: (below: number) => number): Happening {
  const number = next(60);
  switch (next(4)) {
    case 0:
      return shown(booking(number, { version: next(99) }));
    case 1:
      return message({ type: 'event', event: event(number, { text: 'é王'.repeat(next(40)) }) });
    case 2:
      return message({ type: 'fleet_update', drivers: [driver(number, { state: 'busy' })] });
    default: {
      const messages = { in_per_s: next(900), out_per_s: next(2_000) };
      return message({ type: 'stats', stats: stats({ messages }) });
    }
  }
}

test.for([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 10 },
])('a minute of changes leaves no wrong cell at $columns x $rows', async (size) => {
  const next = numbersFrom(7);
  await using dashboard = showDashboard(size);
  await dashboard.seeText('q quit');
  for (let second = 0; second < 60; second++) {
    dashboard.happen(somethingOf(next), somethingOf(next));
    dashboard.clock.advance(750);
    if (second % 15 === 0) await expectNoWrongCell(dashboard, size);
  }
  await expectNoWrongCell(dashboard, size);
});

test('random sizes leave no wrong cell', async () => {
  const next = numbersFrom(11);
  await using dashboard = showDashboard({ columns: 80, rows: 24 });
  await dashboard.seeText('q quit');
  for (let step = 0; step < 25; step++) {
    const size = { columns: 20 + next(140), rows: 3 + next(50) };
    dashboard.happen(somethingOf(next));
    dashboard.terminal.resize(size);
    await expectNoWrongCell(dashboard, size);
  }
});

test('a storm of sizes within one frame leaves no wrong cell', async () => {
  const next = numbersFrom(13);
  await using dashboard = showDashboard({ columns: 80, rows: 24 }, makeWorld(liveTown()));
  await dashboard.seeText('q quit');
  for (let storm = 0; storm < 5; storm++) {
    for (let step = 0; step < 20; step++) {
      dashboard.terminal.resize({ columns: 20 + next(140), rows: 3 + next(50) });
    }
    const size = { columns: 80, rows: 24 };
    dashboard.terminal.resize(size);
    await expectNoWrongCell(dashboard, size);
  }
});

test('a frame with little news writes little', async () => {
  await using dashboard = showDashboard({ columns: 120, rows: 40 });
  await dashboard.seeText('q quit');
  await expectNoWrongCell(dashboard, { columns: 120, rows: 40 });
  const before = dashboard.terminal.output().length;
  dashboard.happen(message({ type: 'event', event: event(1, { text: 'news' }) }));
  await dashboard.seeText('news');
  const written = dashboard.terminal.output().slice(before);
  expect(written).not.toContain('\u001b[J');
  expect(written.length).toBeLessThan(2_000);
});
