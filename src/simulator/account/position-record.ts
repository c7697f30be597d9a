import { build, type Histogram } from 'hdr-histogram-js';
import type { Clock } from '../../clock/index.ts';

/** Positions that are remembered until they are seen; of most nobody is shown anything. */
const UNSEEN_MAX = 50_000;
const MICROSECONDS_MAX = 3_600_000_000;

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How many positions went out, how many riders saw, and how long that took. */
export class PositionRecord {
  sent = 0;
  delivered = 0;
  readonly #clock: Clock;
  readonly #sentAtMs = new Map<string, number>();
  readonly #latency: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MICROSECONDS_MAX,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
  });

  /** One clock for drivers and riders: both live in this process. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A driver hands a position over, right now. */
  handOver(driverId: string, timestamp: number): void {
    this.sent += 1;
    this.#sentAtMs.set(`${driverId} ${timestamp}`, this.#clock.monotonic());
    if (this.#sentAtMs.size <= UNSEEN_MAX) return;
    for (const oldest of this.#sentAtMs.keys()) {
      this.#sentAtMs.delete(oldest);
      return;
    }
  }

  /** A rider is shown a position of their driver; one that comes again does not count again. */
  see(driverId: string, timestamp: number): void {
    const key = `${driverId} ${timestamp}`;
    const sentAtMs = this.#sentAtMs.get(key);
    if (sentAtMs === undefined) return;
    this.#sentAtMs.delete(key);
    this.delivered += 1;
    const microseconds = Math.round((this.#clock.monotonic() - sentAtMs) * 1_000);
    this.#latency.recordValue(Math.min(microseconds, MICROSECONDS_MAX));
  }

  /** Milliseconds; null when nothing was delivered. */
  get latencyMs(): Percentiles | null {
    if (this.#latency.totalCount === 0) return null;
    const { maxValue } = this.#latency;
    const ms = (microseconds: number) => Math.round(Math.min(microseconds, maxValue) / 10) / 100;
    return {
      // The upper end of a bucket may lie beyond what was ever measured.
      p50: ms(this.#latency.getValueAtPercentile(50)),
      p99: ms(this.#latency.getValueAtPercentile(99)),
      max: ms(maxValue),
    };
  }
}
