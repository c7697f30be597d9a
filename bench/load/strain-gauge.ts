import type { Strain } from './crowd-messages.ts';
import { Latencies } from './latencies.ts';

/** Whether the generator keeps up: a figure that it limits says nothing of the server. */
export class StrainGauge {
  private readonly cpuBefore = process.cpuUsage();
  private readonly startedAt = performance.now();
  private readonly lateness = new Latencies();

  /** A message leaves that was due at this time of `performance.now()`. */
  sends(dueAt: number): void {
    this.lateness.recordSince(dueAt);
  }

  /** `isPrecise`: it never rested, so that its processor time says nothing. */
  strain(isPrecise: boolean): Strain {
    const { user, system } = process.cpuUsage(this.cpuBefore);
    const load = (user + system) / 1000 / (performance.now() - this.startedAt);
    return { load: isPrecise ? null : load, lateP99Ms: this.lateness.percentiles.p99Ms };
  }
}
