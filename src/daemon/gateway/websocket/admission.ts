import type { IncomingMessage } from 'node:http';
import type { CloseReason } from '../../../protocol/index.ts';
import type { Config } from '../../config/config.ts';
import { TokenBucket } from '../token-bucket.ts';

type Request = Pick<IncomingMessage, 'url' | 'headers'>;

/** Why a connection is not let in. */
export interface Rejection {
  readonly reason: CloseReason;
  readonly text?: string;
  readonly retryAfterMs?: number;
}

const ADDRESS_FULL: Rejection = {
  reason: 'overloaded',
  text: 'too many connections from this address',
  retryAfterMs: 10_000,
};
const TOO_FAST: Rejection = {
  reason: 'overloaded',
  text: 'too many new connections at once',
  retryAfterMs: 2_000,
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

/** Who is let in: pages of known origins, not too many at once, not too many from one address. */
export class Admission {
  private readonly rules: AdmissionRules;
  private readonly newConnections: TokenBucket;
  /** Open connections by address; bounded by those. */
  private readonly byAddress = new Map<string, number>();

  constructor(rules: AdmissionRules, nowMs: number) {
    this.rules = rules;
    this.newConnections = new TokenBucket(nowMs);
  }

  /** Null lets it in. It is counted in any case, so `leave` must follow once. */
  enter(request: Request, address: string, nowMs: number): Rejection | null {
    const present = this.byAddress.get(address) ?? 0;
    this.byAddress.set(address, present + 1);
    const { limits, rateLimits, origins } = this.rules;
    if (!isOriginAllowed(request, origins)) return { reason: 'origin_not_allowed' };
    if (!rateLimits) return null;
    if (present >= limits.connectionsPerAddressMax) return ADDRESS_FULL;
    const rate = { perSecond: limits.connectsPerSecond, burst: limits.connectsBurst };
    return this.newConnections.take(rate, nowMs) ? null : TOO_FAST;
  }

  leave(address: string): void {
    const present = (this.byAddress.get(address) ?? 0) - 1;
    if (present > 0) this.byAddress.set(address, present);
    else this.byAddress.delete(address);
  }
}

/**
 * Browsers send where a page is from; a page of another site may not use this one's sockets. The
 * same host on any port is the web site itself. Programs send no origin.
 */
function isOriginAllowed({ headers }: Request, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  if (!URL.canParse(origin) || host === undefined) return false;
  return new URL(origin).hostname === hostnameOf(host);
}

function hostnameOf(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}
