import { InvalidArgumentError } from 'commander';
import { PROTOCOL_LIMITS } from '../../protocol/index.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhd])/g;

/** `60s`, `90m`, `1h30m`, `7d` in milliseconds; null for anything else. */
export function readDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let totalMs = 0;
  for (const [, count, unit] of text.matchAll(PART)) {
    totalMs += Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  }
  return Number.isSafeInteger(Math.round(totalMs)) ? Math.round(totalMs) : null;
}

/** For options: the duration in milliseconds, more than none. */
export function parseDuration(text: string): number {
  const ms = readDuration(text);
  if (ms === null || ms === 0) {
    throw new InvalidArgumentError('A duration is written like 60s, 90m, 1h30m or 7d.');
  }
  return ms;
}

/** For `--ttl`. A word instead of null, which commander takes for the absence of a value. */
export function parseTtl(text: string): number | 'never' {
  if (text === 'never') return text;
  const ms = parseDuration(text);
  const { tokenTtlMsMin, tokenTtlMsMax } = PROTOCOL_LIMITS;
  if (ms >= tokenTtlMsMin && ms <= tokenTtlMsMax) return ms;
  throw new InvalidArgumentError('A token lives from 1s to 3650d, or for ever: never.');
}
