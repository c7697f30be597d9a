/** So many in any window of this length, wherever one begins to count. */
export interface Allowance {
  readonly count: number;
  readonly windowMs: number;
}

/** Things of nearly the same moment, which are forgotten together. */
interface Moment {
  readonly beganMs: number;
  lastMs: number;
  count: number;
}

/** What one window is remembered by at most, however much an operator allows. */
const MOMENTS_MAX = 600;

/**
 * Counts what happened within the last window, without timers and exactly: a token bucket of the
 * same size lets nearly twice as much through in the window in which it was full. The allowance
 * comes with each take, so that another one holds at once for everybody.
 */
export class SlidingWindow {
  private readonly moments: Moment[] = [];
  private taken = 0;

  /** False: it would be one too many, and was not counted. */
  take({ count, windowMs }: Allowance, nowMs: number): boolean {
    this.forget(nowMs - windowMs);
    if (this.taken >= count) return false;
    this.taken += 1;
    const last = this.moments.at(-1);
    if (last === undefined || nowMs - last.beganMs >= windowMs / MOMENTS_MAX) {
      this.moments.push({ beganMs: nowMs, lastMs: nowMs, count: 1 });
    } else {
      last.lastMs = nowMs;
      last.count += 1;
    }
    return true;
  }

  /** Milliseconds until one more fits; asked after a take that was refused. */
  waitMs({ count, windowMs }: Allowance, nowMs: number): number {
    let surplus = this.taken - count + 1;
    for (const moment of this.moments) {
      surplus -= moment.count;
      if (surplus <= 0) return Math.max(1, Math.ceil(moment.lastMs + windowMs - nowMs));
    }
    return 1;
  }

  private forget(untilMs: number): void {
    let [oldest] = this.moments;
    while (oldest !== undefined && oldest.lastMs <= untilMs) {
      this.taken -= oldest.count;
      this.moments.shift();
      [oldest] = this.moments;
    }
  }
}
