import { expect, test } from 'vitest';
import { cellsOf } from '../../text/cells.ts';
import { FIGURE_ROWS } from '../layout.ts';
import { EMPTY_MODEL } from '../model/model.ts';
import { liveTown, message, modelAfter, stats } from '../testing/samples.ts';
import { overviewFigures } from './overview-figures.ts';
import { PLAIN_PAINT } from './paint.ts';

function figures(model = modelAfter(liveTown()), width = 80) {
  return overviewFigures(model, width, PLAIN_PAINT);
}

test('there are always as many rows, each as wide as the screen', () => {
  for (const width of [30, 40, 60, 80, 200]) {
    for (const model of [EMPTY_MODEL, modelAfter(liveTown())]) {
      const rows = figures(model, width);
      expect(rows).toHaveLength(FIGURE_ROWS);
      expect(rows.map(cellsOf)).toEqual(rows.map(() => width));
    }
  }
});

test('what was dropped is told by its reason', () => {
  const dropped = { position_stale: 8, slow_consumer: 0, thinned: 12_345 };
  const rows = figures(modelAfter([message({ type: 'stats', stats: stats({ dropped }) })]));
  expect(rows[5]).toMatch(/^dropped +position_stale 8 {2}thinned 12.3k +$/);
});

test('without measurements there is no latency, and never NaN', () => {
  const bare = stats({
    latency_ms: { command: null, position: null },
    messages: { in_per_s: Number.NaN, out_per_s: 0 },
    process: { rss_bytes: 0, cpu_percent: Number.NaN, loop_delay_ms: Number.NaN },
  });
  const text = figures(modelAfter([message({ type: 'stats', stats: bare })])).join('\n');
  expect(text).toContain('command none yet   position none yet');
  expect(text).not.toContain('NaN');
});
