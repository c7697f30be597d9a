import type { Clock, Timer } from './clock.ts';

interface Pending {
  readonly dueAt: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to move: for tests and simulated worlds. */
export class ManualClock implements Clock {
  private elapsedMs = 0;
  private readonly pending = new Set<Pending>();
  private startMs: number;

  constructor(startMs = 1_750_000_000_000) {
    this.startMs = startMs;
  }

  /** Whole milliseconds, as every system's clock shows them. */
  now(): number {
    return Math.floor(this.startMs + this.elapsedMs);
  }

  monotonic(): number {
    return this.elapsedMs;
  }

  /** Sets the wall clock without any time passing, as an operator or NTP does. */
  jump(byMs: number): void {
    this.startMs += byMs;
  }

  /** Lets time pass in which nothing runs, as where a process is stopped; timers then are late. */
  sleep(forMs: number): void {
    this.elapsedMs += forMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const entry = { dueAt: this.elapsedMs + Math.max(delayMs, 0), run: callback };
    this.pending.add(entry);
    return { cancel: () => this.pending.delete(entry) };
  }

  every(periodMs: number, callback: () => void): Timer {
    let timer: Timer = { cancel: () => {} };
    const schedule = () => {
      timer = this.after(periodMs, () => {
        schedule();
        callback();
      });
    };
    schedule();
    return { cancel: () => timer.cancel() };
  }

  /** Lets `byMs` pass and fires what falls due, in order of time, then of creation. */
  advance(byMs: number): void {
    const end = this.elapsedMs + byMs;
    while (this.step(end));
    this.elapsedMs = end;
  }

  /** Goes on to what falls due next and fires it. False: nothing does until then (monotonic). */
  step(untilMs: number): boolean {
    const next = this.earliest();
    if (next === undefined || next.dueAt > untilMs) return false;
    this.pending.delete(next);
    this.elapsedMs = Math.max(this.elapsedMs, next.dueAt);
    next.run();
    return true;
  }

  /** How many timers wait: a stopped daemon leaves none. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /** The set keeps the order of creation, so the first of several counts. */
  private earliest(): Pending | undefined {
    let earliest: Pending | undefined;
    for (const entry of this.pending) {
      if (earliest === undefined || entry.dueAt < earliest.dueAt) earliest = entry;
    }
    return earliest;
  }
}
