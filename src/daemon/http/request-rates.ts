import type { Refusal } from '../../protocol/index.ts';
import { SlidingWindow } from '../gateway/sliding-window.ts';
import { RecentMap } from '../recent-map.ts';
import type { Services } from '../services.ts';

type RateServices = Pick<Services, 'config' | 'wallClock' | 'counters'>;

const SECOND_MS = 1_000;
/** Tokens counted at most; beyond, the one unused longest starts anew. */
const TOKENS_MAX = 10_000;

/** Requests per token: a script that runs wild costs only itself. */
export class RequestRates {
  private readonly byToken = new RecentMap<string, SlidingWindow>(TOKENS_MAX);
  private readonly services: RateServices;

  constructor(services: RateServices) {
    this.services = services;
  }

  /** Null: go on. */
  take(tokenHash: string): Refusal | null {
    const { config, wallClock, counters } = this.services;
    if (!config.rateLimits) return null;
    const { httpPerSecond } = config.limits;
    const allowance = { count: httpPerSecond, windowMs: SECOND_MS };
    const nowMs = wallClock.monotonic();
    const requests = this.requestsOf(tokenHash);
    if (requests.take(allowance, nowMs)) return null;
    counters.drop('http_rate_limited');
    return {
      code: 'rate_limited',
      message: `more than ${httpPerSecond} requests a second with this token`,
      retryAfterMs: requests.waitMs(allowance, nowMs),
    };
  }

  private requestsOf(tokenHash: string): SlidingWindow {
    const requests = this.byToken.get(tokenHash) ?? new SlidingWindow();
    this.byToken.set(tokenHash, requests);
    return requests;
  }
}
