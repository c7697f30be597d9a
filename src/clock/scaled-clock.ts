import type { Clock } from './clock.ts';

/**
 * A clock that runs `factor` times as fast as `base` from now on: the service time of a simulated
 * town, while sockets keep the time of the wall.
 */
export function scaledClock(base: Clock, factor: number): Clock {
  if (factor === 1) return base;
  const startedAt = base.now();
  const startedMonotonic = base.monotonic();
  const elapsedMs = () => (base.monotonic() - startedMonotonic) * factor;
  return {
    now: () => Math.round(startedAt + elapsedMs()),
    monotonic: elapsedMs,
    after: (delayMs, callback, keepAlive) => base.after(delayMs / factor, callback, keepAlive),
    every: (periodMs, callback) => base.every(periodMs / factor, callback),
  };
}
