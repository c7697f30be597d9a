import type { Clock } from './clock.ts';

/** `setTimeout` fires at once for longer delays than this (2^31−1 ms). */
const DELAY_MS_MAX = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback, keepAlive = false) {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), DELAY_MS_MAX));
    if (!keepAlive) unref(timer);
    return { cancel: () => clearTimeout(timer) };
  },
  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    unref(timer);
    return { cancel: () => clearInterval(timer) };
  },
};

/** Browsers return a number, which has no `unref` and needs none. */
function unref(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer) {
    (timer as { unref(): void }).unref();
  }
}
