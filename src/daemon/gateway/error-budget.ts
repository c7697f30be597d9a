import type { Limits } from '../config/config.ts';

/** Malformed messages that one connection may send before it is closed 4506. */
export class ErrorBudget {
  private spent = 0;
  private windowStartMs = 0;
  private readonly limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** False: that was one too many. */
  spend(nowMs: number): boolean {
    if (nowMs - this.windowStartMs >= this.limits.protocolErrorsWindowMs) {
      this.windowStartMs = nowMs;
      this.spent = 0;
    }
    this.spent += 1;
    return this.spent < this.limits.protocolErrorsMax;
  }
}
