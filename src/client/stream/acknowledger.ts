import type { Clock, Timer } from '../../clock/index.ts';
import type { ClientLimits } from '../client-limits.ts';

/** Tells the daemon what has been processed: one message for many, and not for long. */
export class Acknowledger {
  private readonly clock: Clock;
  private readonly limits: ClientLimits;
  private readonly send: (seq: number) => void;
  private timer: Timer | null = null;
  private seq = 0;
  private waiting = 0;
  private isOpen = false;

  constructor(clock: Clock, limits: ClientLimits, send: (seq: number) => void) {
    this.clock = clock;
    this.limits = limits;
    this.send = send;
  }

  /** A session is open; its `resume` has acknowledged what waited. */
  start(): void {
    this.stop();
    this.isOpen = true;
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = null;
    this.waiting = 0;
    this.isOpen = false;
  }

  processed(seq: number): void {
    // A listener may have closed the client; the next `resume` says the same.
    if (!this.isOpen) return;
    this.seq = seq;
    this.waiting += 1;
    if (this.waiting >= this.limits.ackBatchMax) this.flush();
    else this.timer ??= this.clock.after(this.limits.ackDelayMs, () => this.flush());
  }

  flush(): void {
    if (this.waiting > 0) this.send(this.seq);
    this.waiting = 0;
    this.timer?.cancel();
    this.timer = null;
  }
}
