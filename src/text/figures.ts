/** Figures in a handful of cells. What is not a finite number is shown as a dash, never as NaN. */

import { twoDigits } from './format-clock.ts';

const NOTHING = '-';
const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** `104`, `12.3k`, `1.2M`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return NOTHING;
  if (Math.abs(count) < 9_999.5) return String(Math.round(count));
  return scale(count, 1_000, ['k', 'M', 'G']);
}

/** A rate per second: small ones keep a decimal, `0.3/s`, `104/s`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return NOTHING;
  const isSmall = perSecond > 0 && perSecond < 9.95;
  return `${isSmall ? trimZero(perSecond.toFixed(1)) : formatCount(perSecond)}/s`;
}

/** `512 B`, `12.3 kB`, `104 MB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return NOTHING;
  return Math.abs(bytes) < 999.5
    ? `${Math.round(bytes)} B`
    : `${scale(bytes, 1_000, [' kB', ' MB', ' GB', ' TB'])}`;
}

/** Milliseconds without the unit: `0.84`, `3.1`, `120`. */
export function formatMs(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return NOTHING;
  if (milliseconds < 0.995) return trimZero(milliseconds.toFixed(2));
  return milliseconds < 99.95 ? trimZero(milliseconds.toFixed(1)) : formatCount(milliseconds);
}

/** A span in at most six cells: `0s`, `59s`, `1m05`, `2h07`, `3d04h`. */
export function formatSpan(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return NOTHING;
  const seconds = Math.max(Math.floor(milliseconds / SECOND_MS), 0);
  if (seconds < MINUTE_S) return `${seconds}s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)}m${twoDigits(seconds % MINUTE_S)}`;
  const minutes = Math.floor(seconds / MINUTE_S) % 60;
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)}h${twoDigits(minutes)}`;
  return `${Math.floor(seconds / DAY_S)}d${twoDigits(Math.floor(seconds / HOUR_S) % 24)}h`;
}

/** Rounds up through the units, so that 999 960 is `1M` and not `1000k`. */
function scale(value: number, base: number, units: readonly string[]): string {
  let scaled = value;
  let unit = '';
  for (const next of units) {
    if (Math.abs(scaled) < base - 0.5) break;
    scaled /= base;
    unit = next;
  }
  const digits =
    Math.abs(scaled) < 99.95 ? trimZero(scaled.toFixed(1)) : String(Math.round(scaled));
  return `${digits}${unit}`;
}

function trimZero(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
