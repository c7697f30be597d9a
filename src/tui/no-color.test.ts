import { expect, test } from 'vitest';
import { liveTown } from './testing/samples.ts';
import { makeWorld, showDashboard } from './testing/show-dashboard.ts';

// Ink reads it when it is loaded, so this needs a process of its own, as each test file has.
process.env.NO_COLOR = '1';

const CSI = '\u001b[';

test('without colours no style is written, and what they mean is still said', async () => {
  const offer = liveTown({ bookings: 1 });
  await using dashboard = showDashboard({ columns: 80, rows: 24 }, makeWorld(offer));
  await dashboard.seeText('[1 Overview]');
  dashboard.happen({ kind: 'link', link: { state: 'reconnecting', attempt: 1, nextAtMs: 5_000 } });
  await dashboard.seeText('reconnecting 1, next in 5s');
  const sequences = dashboard.terminal.output().split(CSI).slice(1);
  expect(sequences.filter((each) => /^[\d;]*m/.test(each))).toEqual([]);
});
