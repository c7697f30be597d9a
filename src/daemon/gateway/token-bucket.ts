/**
 * A token bucket: `burst` at once, `perSecond` in the long run. Counts in place, without timers,
 * because every connection has several.
 */
export class TokenBucket {
  private readonly perSecond: number;
  private readonly burst: number;
  private level: number;
  private countedAtMs: number;

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.level = burst;
    this.countedAtMs = nowMs;
  }

  take(nowMs: number): boolean {
    const refill = ((nowMs - this.countedAtMs) / 1000) * this.perSecond;
    this.level = Math.min(this.burst, this.level + Math.max(refill, 0));
    this.countedAtMs = nowMs;
    if (this.level < 1) return false;
    this.level -= 1;
    return true;
  }

  /** Milliseconds until one more fits. */
  get waitMs(): number {
    return Math.max(0, Math.ceil(((1 - this.level) / this.perSecond) * 1000));
  }
}
