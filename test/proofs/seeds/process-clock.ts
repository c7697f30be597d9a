import type { Clock, Timer } from '../../../src/clock/index.ts';

/** The clock of one process in a simulated town: it may show a wrong time, and dies with it. */
export class ProcessClock implements Clock {
  private readonly base: Clock;
  private readonly timers = new Set<Timer>();
  private offsetMs = 0;
  private isOver = false;

  constructor(base: Clock) {
    this.base = base;
  }

  now(): number {
    return this.base.now() + this.offsetMs;
  }

  monotonic(): number {
    return this.base.monotonic();
  }

  after(delayMs: number, callback: () => void): Timer {
    if (this.isOver) return { cancel: () => {} };
    const own = this.own(
      this.base.after(delayMs, () => {
        this.timers.delete(own);
        callback();
      }),
    );
    return own;
  }

  every(periodMs: number, callback: () => void): Timer {
    return this.isOver ? { cancel: () => {} } : this.own(this.base.every(periodMs, callback));
  }

  /** Somebody sets it, or a time server does. */
  jump(byMs: number): void {
    this.offsetMs += byMs;
  }

  /** The process is killed: nothing that it had planned happens. */
  end(): void {
    this.isOver = true;
    for (const timer of [...this.timers]) timer.cancel();
  }

  /** A process that has stopped by itself leaves none. */
  get pendingCount(): number {
    return this.timers.size;
  }

  private own(timer: Timer): Timer {
    const own: Timer = {
      cancel: () => {
        timer.cancel();
        this.timers.delete(own);
      },
    };
    this.timers.add(own);
    return own;
  }
}
