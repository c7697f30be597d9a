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

  /** From a time of `performance.now()` until now. */
  recordSince(startedAt: number): void {
    const micros = Math.round((performance.now() - startedAt) * 1000);
    this.histogram.recordValue(Math.max(0, micros));
  }

  get percentiles(): Percentiles {
    const ms = (percentile: number) => this.histogram.getValueAtPercentile(percentile) / 1000;
    return { p50Ms: ms(50), p99Ms: ms(99), p999Ms: ms(99.9) };
  }
}
