/** `burst` at once, `perSecond` in the long run. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A token bucket that counts in place, without timers, because every connection has several. The
 * rate comes with each take, so that another one holds at once for everybody.
 */
export class TokenBucket {
  /** Full, however much that is. */
  private level = Number.POSITIVE_INFINITY;
  private countedAtMs: number;

  constructor(nowMs: number) {
    this.countedAtMs = nowMs;
  }

  take({ perSecond, burst }: Rate, nowMs: number): boolean {
    const refill = ((nowMs - this.countedAtMs) / 1000) * perSecond;
    this.level = Math.min(burst, this.level + Math.max(refill, 0));
    this.countedAtMs = nowMs;
    if (this.level < 1) return false;
    this.level -= 1;
    return true;
  }

  /** Milliseconds until one more fits; asked after a take. */
  waitMs({ perSecond }: Rate): number {
    return Math.max(0, Math.ceil(((1 - this.level) / perSecond) * 1000));
  }
}
