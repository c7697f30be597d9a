import type { Limits } from '../config/config.ts';
import { RecentMap } from '../recent-map.ts';
import { networkOf } from './network-of.ts';

/** Addresses remembered at most; beyond, one is forgotten, which only forgives. */
const ADDRESSES_MAX = 10_000;

interface Failures {
  count: number;
  readonly sinceMs: number;
}

type FailureLimits = Pick<Limits, 'authFailuresMax' | 'authLockoutMs'>;

/** How a failure is to be taken. */
export interface Failure {
  /** Milliseconds that bad tokens from this address are still locked out; 0: they are not. */
  readonly lockedMs: number;
  /** It was this one that locked the address out. */
  readonly isLast: boolean;
}

/**
 * Counts bad tokens per address. Locked out are further bad tokens only: a good one is always
 * looked up and let in, because thousands of riders share an address behind carrier NAT.
 */
export class AuthFailures {
  private readonly byNetwork = new RecentMap<string, Failures>(ADDRESSES_MAX);
  private readonly limits: FailureLimits;

  constructor(limits: FailureLimits) {
    this.limits = limits;
  }

  record(address: string, nowMs: number): Failure {
    const network = networkOf(address);
    const known = this.byNetwork.get(network);
    const isOver = known === undefined || nowMs - known.sinceMs >= this.limits.authLockoutMs;
    const failures = isOver ? { count: 0, sinceMs: nowMs } : known;
    failures.count += 1;
    this.byNetwork.set(network, failures);
    const { authFailuresMax, authLockoutMs } = this.limits;
    if (failures.count <= authFailuresMax) return { lockedMs: 0, isLast: false };
    const isLast = failures.count === authFailuresMax + 1;
    return { lockedMs: failures.sinceMs + authLockoutMs - nowMs, isLast };
  }
}
