import { STALE_AFTER_MS } from './model/link.ts';
import type { Snapshot } from './store.ts';

/**
 * One JSON object for a program: the state of the link, and the daemon's figures while they are
 * those of now. Old figures are left out, so that nobody takes them for new ones.
 */
export function jsonLine({ model, atMs }: Snapshot, unixMs: number): string {
  const { link, stats, statsAtMs } = model;
  const ageMs = statsAtMs === null ? null : Math.round(atMs - statsAtMs);
  const isStale = link.state === 'live' && ageMs !== null && ageMs >= STALE_AFTER_MS;
  const isNow = link.state === 'live' && !isStale;
  return JSON.stringify({
    at: unixMs,
    link: isStale ? 'stale' : link.state,
    ...(link.state === 'reconnecting' && {
      attempt: link.attempt,
      next_in_ms: link.nextAtMs === null ? 0 : Math.max(Math.round(link.nextAtMs - atMs), 0),
    }),
    ...(link.state === 'refused' && { reason: link.reason }),
    age_ms: ageMs,
    stats: isNow ? stats : null,
  });
}
