import { formatClock, twoDigits } from '../../text/format-clock.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Two units at most, because nobody wants the seconds of three days: `3d 4h`, `5m`, `12s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / SECOND_MS);
  if (ms < MINUTE_MS) return `${Math.max(seconds, 0)}s`;
  if (ms < HOUR_MS) return pair(ms, MINUTE_MS, 'm', SECOND_MS, 's');
  if (ms < DAY_MS) return pair(ms, HOUR_MS, 'h', MINUTE_MS, 'm');
  return pair(ms, DAY_MS, 'd', HOUR_MS, 'h');
}

function pair(ms: number, unitMs: number, unit: string, restMs: number, rest: string): string {
  const whole = Math.floor(ms / unitMs);
  const remainder = Math.floor((ms % unitMs) / restMs);
  return remainder === 0 ? `${whole}${unit}` : `${whole}${unit} ${remainder}${rest}`;
}

export function formatAge(atMs: number, nowMs: number): string {
  return `${formatDuration(nowMs - atMs)} ago`;
}

/** `in 6d 23h`, `2h ago`, or `never` for what has no end. */
export function formatEnd(atMs: number | null, nowMs: number): string {
  if (atMs === null) return 'never';
  // Rounded up: a token that was issued for 7 days a moment ago ends in 7 days.
  const leftMs = Math.ceil((atMs - nowMs) / SECOND_MS) * SECOND_MS;
  return leftMs > 0 ? `in ${formatDuration(leftMs)}` : formatAge(atMs, nowMs);
}

/** For scripts and for logs: RFC 3339 in UTC. */
export function formatInstant(atMs: number): string {
  const at = new Date(atMs);
  // A phone's own time can be any number, and `toISOString` throws beyond the year 275760.
  return Number.isNaN(at.getTime()) ? String(atMs) : at.toISOString();
}

/** Date and time where the person is. */
export function formatLocal(atMs: number): string {
  const at = new Date(atMs);
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join('-');
  return `${date} ${formatClock(atMs)}`;
}
