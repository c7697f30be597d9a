import { assertNever } from '../../protocol/assert-never.ts';
import { formatSpan } from '../../text/figures.ts';
import { type Link, STALE_AFTER_MS } from '../model/link.ts';
import type { Model } from '../model/model.ts';

export type LinkTone = 'good' | 'warn' | 'bad';

export interface LinkWords {
  readonly text: string;
  readonly tone: LinkTone;
  /** The figures shown are not those of now. */
  readonly isOld: boolean;
}

/** The link in words, and whether what is shown is still true. `nowMs` is monotonic. */
export function describeLink({ link, statsAtMs }: Model, nowMs: number): LinkWords {
  const ageMs = statsAtMs === null ? null : nowMs - statsAtMs;
  const age = ageMs === null ? 'no data yet' : `data ${formatSpan(ageMs)} old`;
  switch (link.state) {
    case 'connecting':
      return { text: `connecting, ${age}`, tone: 'warn', isOld: true };
    case 'live':
      return describeLive(ageMs, age);
    case 'reconnecting':
      return {
        text: `reconnecting ${describeWait(link, nowMs)}, ${age}`,
        tone: 'warn',
        isOld: true,
      };
    case 'refused':
      return { text: `refused: ${link.reason}, ${age}`, tone: 'bad', isOld: true };
    default:
      return assertNever(link);
  }
}

function describeLive(ageMs: number | null, age: string): LinkWords {
  if (ageMs === null) return { text: `live, ${age}`, tone: 'warn', isOld: false };
  if (ageMs < STALE_AFTER_MS) return { text: `live, ${age}`, tone: 'good', isOld: false };
  return { text: `stale ${formatSpan(ageMs)}`, tone: 'warn', isOld: true };
}

function describeWait(link: Extract<Link, { state: 'reconnecting' }>, nowMs: number): string {
  if (link.nextAtMs === null) return `${link.attempt}, trying`;
  const seconds = Math.max(Math.ceil((link.nextAtMs - nowMs) / 1_000), 0);
  return `${link.attempt}, next in ${seconds}s`;
}
