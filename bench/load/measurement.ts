import type { Look } from './bookings-messages.ts';
import { Latencies } from './latencies.ts';
import type { Witness } from './trip.ts';

/** What becomes of the commands that are due from some time on. */
export class Measurement implements Witness {
  private readonly fromMs: number;
  private readonly cpuBefore = process.cpuUsage();
  private readonly startedAt = performance.now();
  private readonly ack = new Latencies();
  private readonly event = new Latencies();
  private readonly admitted = new Latencies();
  private dueCount = 0;
  private doneCount = 0;
  private doneInAll = 0;
  private refusedCount = 0;
  private acknowledgements = 0;

  /** Of `performance.now()`; what was due earlier belongs to the warm-up. */
  constructor(fromMs: number) {
    this.fromMs = fromMs;
  }

  /** True when none of its commands is under way any more. */
  get isSettled(): boolean {
    return this.doneCount === this.dueCount;
  }

  due(dueAt: number): void {
    if (dueAt >= this.fromMs) this.dueCount += 1;
  }
  acked(dueAt: number, sentAt: number): void {
    if (dueAt < this.fromMs) return;
    this.ack.recordSince(dueAt);
    this.admitted.recordSince(sentAt);
  }
  seen(dueAt: number): void {
    if (dueAt >= this.fromMs) this.event.recordSince(dueAt);
  }
  done(dueAt: number): void {
    this.doneInAll += 1;
    if (dueAt >= this.fromMs) this.doneCount += 1;
  }
  refused(code: string, isTemporary: boolean): void {
    if (!isTemporary) throw new Error(`a command was refused with ${code}`);
    this.refusedCount += 1;
  }
  acknowledged(count: number): void {
    this.acknowledgements += count;
  }

  look(perSecond: number): Look {
    const { user, system } = process.cpuUsage(this.cpuBefore);
    return {
      perSecond,
      due: this.dueCount,
      done: this.doneCount,
      refused: this.refusedCount,
      ack: this.ack.percentiles,
      event: this.event.percentiles,
      admitted: this.admitted.percentiles,
      doneInAll: this.doneInAll,
      acknowledgements: this.acknowledgements,
      generatorLoad: (user + system) / 1000 / (performance.now() - this.startedAt),
    };
  }
}
