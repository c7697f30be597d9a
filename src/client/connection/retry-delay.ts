import { CLOSES } from '../../protocol/index.ts';
import type { ClientLimits } from '../client-limits.ts';
import type { Farewell } from './connection-state.ts';

/**
 * Full jitter: a uniform part of a ceiling that doubles with every failure, so that clients who
 * were lost together do not come back together.
 */
export function backoffMs(failures: number, random: () => number, limits: ClientLimits): number {
  const doublings = Math.min(failures - 1, 30);
  const ceilingMs = Math.min(limits.backoffMsMax, limits.backoffMsMin * 2 ** doublings);
  return random() * ceilingMs;
}

/** The wait before the next attempt, given what the daemon said before it closed. */
export function retryDelayMs(
  failures: number,
  farewell: Farewell | null,
  random: () => number,
  limits: ClientLimits,
): number {
  const announcedMs = farewell?.retryAfterMs;
  if (announcedMs === undefined) return backoffMs(failures, random, limits);
  // A daemon that stops names a window to spread over; any other delay is the least to wait.
  if (farewell?.code === CLOSES.shutdown.code) return random() * announcedMs;
  return announcedMs + backoffMs(failures, random, limits);
}
