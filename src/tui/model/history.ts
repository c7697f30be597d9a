/** The message rates of the last minutes, one sample a second, for the sparklines. */

export interface Rates {
  readonly inPerS: number;
  readonly outPerS: number;
}

export interface History {
  /** The second of the newest sample, on the monotonic clock. */
  readonly second: number;
  /** Oldest first; null where no figures came. */
  readonly samples: readonly (Rates | null)[];
}

export const HISTORY_SECONDS_MAX = 300;
export const EMPTY_HISTORY: History = { second: 0, samples: [] };

/** A second without figures leaves a gap; a second with two keeps the later. */
export function recordRates(history: History, atMs: number, rates: Rates): History {
  const second = Math.floor(atMs / 1_000);
  if (history.samples.length === 0) return { second, samples: [rates] };
  const elapsed = second - history.second;
  if (elapsed <= 0) return { ...history, samples: [...history.samples.slice(0, -1), rates] };
  const gap = Array<null>(Math.min(elapsed - 1, HISTORY_SECONDS_MAX)).fill(null);
  const samples = [...history.samples, ...gap, rates];
  return { second, samples: samples.slice(-HISTORY_SECONDS_MAX) };
}
