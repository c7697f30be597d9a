import { build } from 'hdr-histogram-js';

/** Percentiles of some latencies, in ms. */
export interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

/** Latencies in an HDR histogram of three significant digits. */
export class Latencies {
  private readonly histogram = build({
    numberOfSignificantValueDigits: 3,
    highestTrackableValue: 60_000_000,
  });

  record(ms: number): void {
    this.histogram.recordValue(Math.max(0, Math.round(ms * 1000)));
  }

  /** From a time of `performance.now()` until now. */
  recordSince(startedAt: number): void {
    this.record(performance.now() - startedAt);
  }

  get percentiles(): Percentiles {
    const ms = (percentile: number) => this.histogram.getValueAtPercentile(percentile) / 1000;
    return { p50Ms: ms(50), p99Ms: ms(99), p999Ms: ms(99.9) };
  }

  get maxMs(): number {
    return this.histogram.maxValue / 1000;
  }
}
