import { build, type Histogram } from 'hdr-histogram-js';

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Latencies over the last few seconds: two windows, of which the older is forgotten. */
export class LatencyWindow {
  private current: Histogram = newHistogram();
  private previous: Histogram = newHistogram();

  record(elapsedMs: number): void {
    this.current.recordValue(Math.min(Math.max(Math.round(elapsedMs * 1000), 0), MICROSECONDS_MAX));
  }

  /** Starts a new window. */
  turn(): void {
    const oldest = this.previous;
    oldest.reset();
    this.previous = this.current;
    this.current = oldest;
  }

  /** Milliseconds; null when nothing was measured. */
  percentiles(): Percentiles | null {
    const sum = newHistogram();
    sum.add(this.current);
    sum.add(this.previous);
    if (sum.totalCount === 0) return null;
    const ms = (microseconds: number) => Math.round(microseconds) / 1000;
    return {
      p50: ms(sum.getValueAtPercentile(50)),
      p99: ms(sum.getValueAtPercentile(99)),
      max: ms(sum.maxValue),
    };
  }
}

const MICROSECONDS_MAX = 60_000_000;

function newHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MICROSECONDS_MAX,
    numberOfSignificantValueDigits: 2,
    bitBucketSize: 32,
  });
}
