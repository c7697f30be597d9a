import type { IncomingMessage } from 'node:http';
import type { CloseReason } from '../../../protocol/index.ts';
import type { Config } from '../../config/config.ts';
import { isOriginAllowed } from '../../peers/web-origin.ts';
import { RecentMap } from '../../recent-map.ts';
import type { DropReason } from '../../stats/drop-reason.ts';
import { bearerOfHeader } from '../../tokens/bearer-header.ts';
import { networkOf } from '../network-of.ts';
import { TokenBucket } from '../token-bucket.ts';

/** Addresses whose rate is remembered; beyond, one is forgotten, which only forgives. */
const ADDRESSES_MAX = 10_000;

type Request = Pick<IncomingMessage, 'url' | 'headers'>;

/** Why a connection is not let in. */
export interface Rejection {
  readonly reason: CloseReason;
  readonly counted?: DropReason;
  readonly text?: string;
  readonly retryAfterMs?: number;
}

const ADDRESS_FULL: Rejection = {
  reason: 'overloaded',
  counted: 'address_connections',
  text: 'too many connections from this address',
  retryAfterMs: 10_000,
};

export function isPathKnown({ url = '/' }: Request): boolean {
  const [path] = url.split('?', 1);
  return path === '/' || path === '/ws';
}

interface AdmissionRules extends Pick<Config, 'origins' | 'rateLimits'> {
  readonly limits: Pick<
    Config['limits'],
    'connectsPerSecond' | 'connectsBurst' | 'connectionsPerAddressMax'
  >;
}

/** Who is let in: pages of known origins, not too many from one address, and not too fast. */
export class Admission {
  private readonly rules: AdmissionRules;
  /** Open connections by address; bounded by those. */
  private readonly byAddress = new Map<string, number>();
  /** New connections by address. */
  private readonly rates = new RecentMap<string, TokenBucket>(ADDRESSES_MAX);

  constructor(rules: AdmissionRules) {
    this.rules = rules;
  }

  /** Comes first. Milliseconds until another one may come from this address; 0: this one may. */
  delayMs(address: string, nowMs: number): number {
    const { limits, rateLimits } = this.rules;
    if (!rateLimits) return 0;
    const rate = { perSecond: limits.connectsPerSecond, burst: limits.connectsBurst };
    const bucket = this.rateOf(networkOf(address), nowMs);
    return bucket.take(rate, nowMs) ? 0 : bucket.waitMs(rate);
  }

  /** Null lets it in. It is counted in any case, so `leave` must follow once. */
  enter(request: Request, address: string): Rejection | null {
    const network = networkOf(address);
    const present = this.byAddress.get(network) ?? 0;
    this.byAddress.set(network, present + 1);
    const { limits, rateLimits, origins } = this.rules;
    if (!isFromAllowed(request, origins)) return { reason: 'origin_not_allowed' };
    return rateLimits && present >= limits.connectionsPerAddressMax ? ADDRESS_FULL : null;
  }

  leave(address: string): void {
    const network = networkOf(address);
    const present = (this.byAddress.get(network) ?? 0) - 1;
    if (present > 0) this.byAddress.set(network, present);
    else this.byAddress.delete(network);
  }

  private rateOf(network: string, nowMs: number): TokenBucket {
    const known = this.rates.get(network);
    if (known !== undefined) return known;
    const bucket = new TokenBucket(nowMs);
    this.rates.set(network, bucket);
    return bucket;
  }
}

/** Apps in a web view have odd origins; their token comes in a header that no page can set. */
function isFromAllowed({ headers }: Request, origins: readonly string[]): boolean {
  return bearerOfHeader(headers.authorization) !== null || isOriginAllowed(headers, origins);
}
