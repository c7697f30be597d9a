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
type FailureListener = (address: string, isLockedOut: boolean) => void;

/**
 * Counts bad tokens per address. Locked out are further bad tokens only: a good one is always
 * looked up and let in, because thousands of riders share an address behind carrier NAT.
 */
export class AuthFailures {
  private readonly byNetwork = new RecentMap<string, Failures>(ADDRESSES_MAX);
  private readonly limits: FailureLimits;
  private readonly onFailure: FailureListener;

  constructor(limits: FailureLimits, onFailure: FailureListener = () => {}) {
    this.limits = limits;
    this.onFailure = onFailure;
  }

  /** Milliseconds that bad tokens from this address are still locked out; 0: they are not. */
  record(address: string, nowMs: number): number {
    const network = networkOf(address);
    const known = this.byNetwork.get(network);
    const isOver = known === undefined || nowMs - known.sinceMs >= this.limits.authLockoutMs;
    const failures = isOver ? { count: 0, sinceMs: nowMs } : known;
    failures.count += 1;
    this.byNetwork.set(network, failures);
    const isLockedOut = failures.count > this.limits.authFailuresMax;
    this.onFailure(address, isLockedOut);
    if (!isLockedOut) return 0;
    return failures.sinceMs + this.limits.authLockoutMs - nowMs;
  }
}
