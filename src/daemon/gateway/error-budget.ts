import type { Limits } from '../config/config.ts';

type BudgetLimits = Pick<Limits, 'protocolErrorsMax' | 'protocolErrorsWindowMs'>;

/** So many malformed messages of one connection within a window close it 4506. */
export class ErrorBudget {
  /** When the last ones came; never more than the budget holds. */
  private times: number[] = [];
  private readonly limits: BudgetLimits;

  constructor(limits: BudgetLimits) {
    this.limits = limits;
  }

  /** False: that was the last one. */
  spend(nowMs: number): boolean {
    const { protocolErrorsMax, protocolErrorsWindowMs } = this.limits;
    this.times = this.times.filter((atMs) => nowMs - atMs < protocolErrorsWindowMs);
    this.times.push(nowMs);
    return this.times.length < protocolErrorsMax;
  }
}
