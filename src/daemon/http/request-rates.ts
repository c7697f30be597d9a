import type { Clock } from '../../clock/index.ts';
import type { Refusal } from '../../protocol/index.ts';
import type { Config } from '../config/config.ts';
import { TokenBucket } from '../gateway/token-bucket.ts';
import { RecentMap } from '../recent-map.ts';

/** Tokens counted at most; beyond, the one unused longest gets a new bucket. */
const TOKENS_MAX = 10_000;

/** Requests per token: a script that runs wild costs only itself. */
export class RequestRates {
  private readonly byToken = new RecentMap<string, TokenBucket>(TOKENS_MAX);
  private readonly config: Config;
  private readonly clock: Clock;

  constructor(config: Config, clock: Clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Null: go on. */
  take(tokenHash: string): Refusal | null {
    const { rateLimits, limits } = this.config;
    if (!rateLimits) return null;
    const { httpPerSecond } = limits;
    const rate = { perSecond: httpPerSecond, burst: httpPerSecond };
    const nowMs = this.clock.monotonic();
    const bucket = this.bucketOf(tokenHash, nowMs);
    if (bucket.take(rate, nowMs)) return null;
    return {
      code: 'rate_limited',
      message: `more than ${httpPerSecond} requests a second with this token`,
      retryAfterMs: bucket.waitMs(rate),
    };
  }

  private bucketOf(tokenHash: string, nowMs: number): TokenBucket {
    const bucket = this.byToken.get(tokenHash) ?? new TokenBucket(nowMs);
    this.byToken.set(tokenHash, bucket);
    return bucket;
  }
}
