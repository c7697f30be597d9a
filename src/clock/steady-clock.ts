import type { Clock, Timer } from './clock.ts';

/** A smaller difference is a clock that drifts and is corrected: it is followed at once. */
const STEP_MS_MIN = 1_000;

/**
 * The time of the wall that keeps its pace when somebody sets the clock of the machine: it then
 * goes on as if nothing had happened, until it is told to believe what the wall says.
 */
export class SteadyClock implements Clock {
  private readonly base: Clock;
  /** What the wall said, or would have said, at a moment of the monotonic clock. */
  private anchor: { readonly wallMs: number; readonly monotonicMs: number };

  constructor(base: Clock) {
    this.base = base;
    this.anchor = { wallMs: base.now(), monotonicMs: base.monotonic() };
  }

  now(): number {
    return Math.round(this.at(this.base.monotonic()));
  }

  monotonic(): number {
    return this.base.monotonic();
  }

  after(delayMs: number, callback: () => void, keepAlive?: boolean): Timer {
    return this.base.after(delayMs, callback, keepAlive);
  }

  every(periodMs: number, callback: () => void): Timer {
    return this.base.every(periodMs, callback);
  }

  /**
   * Looks at the wall, which has to happen every few seconds. Answers how far it is ahead; 0 where
   * time follows it.
   */
  compare(): number {
    const wallMs = this.base.now();
    const monotonicMs = this.base.monotonic();
    const aheadMs = Math.round(wallMs - this.at(monotonicMs));
    if (Math.abs(aheadMs) >= STEP_MS_MIN) return aheadMs;
    this.anchor = { wallMs, monotonicMs };
    return 0;
  }

  /** Sets this clock: by what `compare` has answered, time then follows the wall again. */
  set(byMs: number): void {
    const { wallMs, monotonicMs } = this.anchor;
    this.anchor = { wallMs: wallMs + byMs, monotonicMs };
  }

  private at(monotonicMs: number): number {
    return this.anchor.wallMs + (monotonicMs - this.anchor.monotonicMs);
  }
}
