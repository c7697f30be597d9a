import { assertNever } from '../../core/index.ts';
import type { Role } from '../../protocol/index.ts';
import type { Config, Limits } from '../config/config.ts';
import type { Rate } from './token-bucket.ts';

/** As messages declare it. `free` ones are not counted as commands. */
export type RateKind = 'command' | 'position' | 'free';

/** Only keeps one client from flooding. */
const FREE: Rate = { perSecond: 100, burst: 2_000 };

/** What a session may send. Rates grow with a scaled clock, on which everything happens sooner. */
export function rateOf(kind: RateKind, role: Role, { limits, speedup }: Config): Rate {
  const { perSecond, burst } = unscaledRate(kind, role, limits);
  return { perSecond: perSecond * speedup, burst: burst * speedup };
}

function unscaledRate(kind: RateKind, role: Role, limits: Limits): Rate {
  switch (kind) {
    case 'command': {
      const perMinute = commandsPerMinute(limits, role);
      return { perSecond: perMinute / 60, burst: perMinute };
    }
    case 'position':
      return { perSecond: limits.positionsPerSecond, burst: limits.positionsBurst };
    case 'free':
      return FREE;
    default:
      return assertNever(kind);
  }
}

/** Dispatchers work for many at once. */
export function commandsPerMinute(limits: Limits, role: Role): number {
  return role === 'admin' ? limits.adminCommandsPerMinute : limits.commandsPerMinute;
}
