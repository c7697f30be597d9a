import type { Clock, Timer } from '../../clock/index.ts';

const PERIOD_MS = 5_000;
/** More than a busy process is late by, and less than any network forgives. */
const DRIFT_MS = 10_000;

/**
 * Calls back when the machine has slept: while it does, timers stand still and the wall clock does
 * not. A clock that somebody set looks the same, which costs one needless probe.
 */
export function watchSleep(clock: Clock, slept: () => void): Timer {
  let seenAtMs = clock.now();
  return clock.every(PERIOD_MS, () => {
    const nowMs = clock.now();
    const driftMs = nowMs - seenAtMs - PERIOD_MS;
    seenAtMs = nowMs;
    if (driftMs > DRIFT_MS) slept();
  });
}
