import type { Clock } from '../../../src/clock/index.ts';

interface Parcel {
  readonly arrive: () => void;
}

/** One direction of a TCP connection: late, but in order, until it is cut. */
export class Pipe {
  /** What was sent while nobody took it. */
  bufferedBytes = 0;
  private readonly clock: Clock;
  private readonly delayMs: () => number;
  private lastArrivalMs = 0;
  private isStalled = false;
  private isCut = false;
  private waiting: Parcel[] = [];

  constructor(clock: Clock, delayMs: () => number) {
    this.clock = clock;
    this.delayMs = delayMs;
  }

  push(bytes: number, arrive: () => void): void {
    if (this.isCut) return;
    if (this.isStalled) this.bufferedBytes += bytes;
    const nowMs = this.clock.monotonic();
    this.lastArrivalMs = Math.max(this.lastArrivalMs, nowMs + this.delayMs());
    this.clock.after(this.lastArrivalMs - nowMs, () => this.arrive({ arrive }));
  }

  stall(): void {
    this.isStalled = true;
  }

  /** Everything that waited arrives. */
  flow(): void {
    this.isStalled = false;
    this.bufferedBytes = 0;
    const waiting = this.waiting;
    this.waiting = [];
    for (const parcel of waiting) this.arrive(parcel);
  }

  /** What is under way is lost, a frame that was half sent as well. */
  cut(): void {
    this.isCut = true;
    this.waiting = [];
  }

  private arrive(parcel: Parcel): void {
    if (this.isCut) return;
    if (this.isStalled) this.waiting.push(parcel);
    else parcel.arrive();
  }
}
