import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config/config.ts';
import { TokenBucket } from '../token-bucket.ts';

/** Why a connection is not let in, as an HTTP answer before any upgrade. */
export interface Rejection {
  readonly status: 404 | 503;
  readonly text: string;
  readonly retryAfterS?: number;
}

/** Who may upgrade: the right path, not too many at once, not too many from one address. */
export class Admission {
  private readonly config: Config;
  private readonly newConnections: TokenBucket;
  private readonly byAddress = new Map<string, number>();

  constructor(config: Config, nowMs: number) {
    this.config = config;
    const { connectsPerSecond, connectsBurst } = config.limits;
    this.newConnections = new TokenBucket(connectsPerSecond, connectsBurst, nowMs);
  }

  /** Null lets it in and counts it; `leave` must follow once. */
  enter(
    request: IncomingMessage,
    address: string,
    isOperator: boolean,
    nowMs: number,
  ): Rejection | null {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path !== '/' && path !== '/ws') return { status: 404, text: 'sockets are at / and /ws' };
    if (isOperator) return null;
    const open = this.byAddress.get(address) ?? 0;
    const { limits, rateLimits } = this.config;
    if (rateLimits && open >= limits.connectionsPerAddressMax) {
      return { status: 503, text: 'too many connections from this address', retryAfterS: 10 };
    }
    if (rateLimits && !this.newConnections.take(nowMs)) {
      return { status: 503, text: 'too many new connections', retryAfterS: 1 };
    }
    this.byAddress.set(address, open + 1);
    return null;
  }

  leave(address: string): void {
    const open = (this.byAddress.get(address) ?? 0) - 1;
    if (open > 0) this.byAddress.set(address, open);
    else this.byAddress.delete(address);
  }
}

/**
 * Browsers send where a page is from; a page of another site may not use this one's sockets. The
 * same host on any port is the web site itself. Programs send no origin.
 */
export function isOriginAllowed(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  if (!URL.canParse(origin) || host === undefined) return false;
  return new URL(origin).hostname === hostnameOf(host);
}

function hostnameOf(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}
