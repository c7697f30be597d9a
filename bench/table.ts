import type { Figure, Findings, Row } from './scenario.ts';

/**
 * Rows of figures as a table: figures downwards, because a row of a dozen is wider than a terminal,
 * and behind each one what it is by that of the baseline.
 */
export function tableOf(rows: Findings['rows'], before: Findings['rows'] = {}): Findings['rows'] {
  const figures = new Set(Object.values(rows).flatMap((row) => Object.keys(row)));
  const columns = Object.entries(rows);
  return Object.fromEntries(
    [...figures].map((figure) => [
      figure,
      Object.fromEntries(
        columns.map(([name, row]) => [name, beside(row[figure] ?? null, before[name]?.[figure])]),
      ),
    ]),
  );
}

/** Each figure by that of the baseline, where both are numbers. */
export function compare(rows: Findings['rows'], before: Findings['rows']): Findings['rows'] {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [name, compareRow(row, before[name] ?? {})]),
  );
}

function compareRow(row: Row, before: Row): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([figure, now]) => {
      const ratio = ratioOf(now, before[figure]);
      return ratio === null ? [] : [[figure, ratio]];
    }),
  );
}

function beside(now: Figure, before: Figure | undefined): Figure {
  const ratio = ratioOf(now, before);
  return ratio === null ? now : `${now} (× ${ratio})`;
}

function ratioOf(now: Figure, before: Figure | undefined): number | null {
  if (typeof now !== 'number' || typeof before !== 'number' || before === 0) return null;
  return Math.round((now / before) * 100) / 100;
}
