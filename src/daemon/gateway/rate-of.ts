import { assertNever } from '../../core/index.ts';
import type { Role } from '../../protocol/index.ts';
import type { Config, Limits } from '../config/config.ts';
import type { Session } from './session.ts';
import type { Allowance } from './sliding-window.ts';
import type { Rate } from './token-bucket.ts';

/** As messages declare it. `free` ones are not counted as commands. */
export type RateKind = 'command' | 'position' | 'free';

const MINUTE_MS = 60_000;

/** What counts by some bound. */
interface Meter<Bound> {
  take(bound: Bound, nowMs: number): boolean;
  waitMs(bound: Bound, nowMs: number): number;
}

/** Counts a message. Milliseconds until one more fits; null: this one did. */
export function overrunMs(
  { user, meters }: Pick<Session, 'user' | 'meters'>,
  kind: RateKind,
  config: Config,
  nowMs: number,
): number | null {
  switch (kind) {
    case 'command':
      return takeFrom(meters.command, commandsOf(user.role, config), nowMs);
    case 'position':
      return takeFrom(meters.position, positionsOf(config), nowMs);
    case 'free':
      return takeFrom(meters.free, keepalivesOf(config.limits), nowMs);
    default:
      return assertNever(kind);
  }
}

function takeFrom<Bound>(meter: Meter<Bound>, bound: Bound, nowMs: number): number | null {
  return meter.take(bound, nowMs) ? null : meter.waitMs(bound, nowMs);
}

/** Rates grow with a scaled clock, on which everything happens sooner. */
function commandsOf(role: Role, { limits, speedup }: Config): Allowance {
  return { count: commandsPerMinute(limits, role) * speedup, windowMs: MINUTE_MS };
}

function positionsOf({ limits, speedup }: Config): Rate {
  return {
    perSecond: limits.positionsPerSecond * speedup,
    burst: limits.positionsBurst * speedup,
  };
}

/** Nobody needs so many, and each costs the others time. */
export function keepalivesOf(limits: Limits): Rate {
  return { perSecond: limits.keepalivesPerSecond, burst: limits.keepalivesBurst };
}

/** Messages over a rate that are only refused. */
export function refusalsOf({ refusalsPerMinute }: Limits): Allowance {
  return { count: refusalsPerMinute, windowMs: MINUTE_MS };
}

/** Dispatchers work for many at once. */
export function commandsPerMinute(limits: Limits, role: Role): number {
  return role === 'admin' ? limits.adminCommandsPerMinute : limits.commandsPerMinute;
}
