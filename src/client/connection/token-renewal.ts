import type { Clock, Timer } from '../../clock/index.ts';
import { ClientError } from '../client-error.ts';
import type { Session } from '../client-events.ts';
import type { TokenSource } from './token-source.ts';

/** The last part of a token's life, in which another is asked for: at most a minute. */
const LEAD_SHARE = 0.1;
const LEAD_MS_MAX = 60_000;

interface RenewalPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly tokens: TokenSource;
  /** Resolves when the daemon has taken this token for the session that is, or is next. */
  readonly authenticate: (token: string) => Promise<unknown>;
}

/**
 * Asks for another token before the one in use expires, so that the session goes on. Once: where
 * that fails the daemon ends the session, and whoever comes back asks again.
 */
export class TokenRenewal {
  private readonly ports: RenewalPorts;
  private timer: Timer | null = null;

  constructor(ports: RenewalPorts) {
    this.ports = ports;
  }

  /** The daemon has said how long the session's token is valid. */
  begin({ expires_at: expiresAt, server_time: serverTime }: Session): void {
    this.stop();
    if (expiresAt === undefined) return;
    const { clock, random } = this.ports;
    const leftMs = expiresAt - serverTime;
    // Tokens that were issued together are not asked for again together.
    const leadMs = Math.min(LEAD_MS_MAX, leftMs * LEAD_SHARE) * (1 - random() / 2);
    this.timer = clock.after(leftMs - leadMs, () => void this.renew());
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  /** Goes on with another token; rejects, and forgets it, when the daemon refuses it. */
  async take(token: string): Promise<void> {
    const { tokens, authenticate } = this.ports;
    tokens.replace(token);
    try {
      await authenticate(token);
      tokens.accept(token);
    } catch (error) {
      if (error instanceof ClientError && !error.temporary) tokens.forget(token);
      throw error;
    }
  }

  private async renew(): Promise<void> {
    try {
      const token = await this.ports.tokens.another();
      if (token !== null) await this.take(token);
    } catch {
      // The site or the daemon says no: the token in use lives on for as long as it may.
    }
  }
}
