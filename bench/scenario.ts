/** What `npm run bench` was asked for. */
export interface Options {
  /** Shorter looks, for a first impression. */
  readonly quick: boolean;
  readonly pairs: number;
  /** Of the scenarios that are about many of them. */
  readonly connections: number;
  /** Another checkout, built, that is measured beside this one in the same run. */
  readonly against: string | null;
}

export type Figure = number | string | null;
export type Row = Readonly<Record<string, Figure>>;

/** What a scenario found: a row of figures for each server or case, and what to know of them. */
export interface Findings {
  readonly rows: Readonly<Record<string, Row>>;
  readonly remarks: readonly string[];
}

export type Scenario = (options: Options) => Promise<Findings>;

/** Progress goes to stderr; stdout has the findings only. */
export function talk(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What one of a pair of interleaved runs was by the other, pair for pair. */
export function ratios(name: string, ours: readonly number[], theirs: readonly number[]): string {
  const all = ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
  const range = all.length < 2 ? '' : ` (${all.map((each) => each.toFixed(2)).join(', ')})`;
  return `${median(all).toFixed(2)} × ${name}${range}`;
}
