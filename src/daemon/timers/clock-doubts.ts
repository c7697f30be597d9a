import type { Clock } from '../../clock/index.ts';

interface Doubt {
  readonly byMs: number;
  /** Monotonic. */
  readonly untilMs: number;
}

/** Somebody notices within this time that the date is wrong. */
const DOUBTED_FOR_MS = 24 * 3_600_000;

/**
 * How much of the age of what is stored may only be a clock that was set wrong. A jump counts for
 * retention a day later than for everything else, because what is deleted does not come back.
 */
export class ClockDoubts {
  private readonly clock: Pick<Clock, 'monotonic'>;
  private doubts: readonly Doubt[] = [];

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.clock = clock;
  }

  /** Time went on by as much without anybody having seen it pass; back, where it is negative. */
  add(byMs: number): void {
    this.doubts = [...this.open(), { byMs, untilMs: this.clock.monotonic() + DOUBTED_FOR_MS }];
  }

  get doubtedMs(): number {
    return Math.max(
      0,
      this.open().reduce((sum, { byMs }) => sum + byMs, 0),
    );
  }

  private open(): readonly Doubt[] {
    const nowMs = this.clock.monotonic();
    return this.doubts.filter(({ untilMs }) => nowMs < untilMs);
  }
}
