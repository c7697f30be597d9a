import type { Clock } from '../clock/index.ts';

/** The daemon's time, as one phone knows it: what it was told last, gone on since. */
export class ServiceTime {
  readonly #clock: Clock;
  #aheadMs: number;

  /** `clock` goes as fast as the daemon's; it may stand elsewhere. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#aheadMs = clock.now() - clock.monotonic();
  }

  /** A daemon that was started again counts its own time anew. */
  sync(serverTime: number): void {
    this.#aheadMs = serverTime - this.#clock.monotonic();
  }

  /** Unix milliseconds. */
  now(): number {
    return Math.round(this.#clock.monotonic() + this.#aheadMs);
  }
}
