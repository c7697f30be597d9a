import type { Clock } from '../clock/index.ts';

/** How long a wait may still take once somebody insists. */
const HURRIED_MS = 250;

/** Waits for others as long as is decent, and hardly at all once somebody insists. */
export class Patience {
  private readonly clock: Clock;
  private readonly hurried = new AbortController();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves when `done` does or when the time is over, whichever is first. */
  wait(done: Promise<unknown>, timeoutMs: number): Promise<void> {
    const { signal } = this.hurried;
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        signal.removeEventListener('abort', hurry);
        resolve();
      };
      const hurry = () => {
        timer.cancel();
        timer = this.clock.after(HURRIED_MS, end, true);
      };
      const waitMs = signal.aborted ? Math.min(timeoutMs, HURRIED_MS) : timeoutMs;
      let timer = this.clock.after(waitMs, end, true);
      signal.addEventListener('abort', hurry);
      done.then(end, end);
    });
  }

  /** Whatever is waited for from now on, or already, has only a moment. Idempotent. */
  hurry(): void {
    this.hurried.abort();
  }
}
