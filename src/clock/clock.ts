/**
 * Time is passed in everywhere, so that a whole daemon with clients can run under a simulated
 * one.
 */

export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void;
}

export interface Clock {
  /** Unix milliseconds. May jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds since some start; never goes back. For durations and deadlines. */
  monotonic(): number;
  /** Calls once after `delayMs`. Keeps the process alive only if `keepAlive` is true. */
  after(delayMs: number, callback: () => void, keepAlive?: boolean): Timer;
  /** Calls every `periodMs` until cancelled; never keeps the process alive. */
  every(periodMs: number, callback: () => void): Timer;
}
