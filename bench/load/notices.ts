import type { FloodLook } from './bookings-messages.ts';
import { Latencies } from './latencies.ts';
import { pace, pause } from './pace.ts';
import type { Message, User } from './user.ts';

const LOOK_AGAIN_MS = 1;
const PING_PERIOD_MS = 20;
/** How long the last answers may take, slow disk or not. */
const DRAIN_MS_MAX = 30_000;
/** Above all ids of commands of trips. Used once: a repeat is answered and not stored. */
let lastId = 1_000_000_000;

interface Flood {
  readonly perSecond: number;
  readonly forMs: number;
  readonly riderCount: number;
}

/** Durable messages of admins to riders, where nobody waits for anybody's answer. */
export class Notices {
  private readonly sentAt = new Map<number, number>();
  private readonly admitted = new Latencies();
  private readonly refusal = new Latencies();
  private readonly pong = new Latencies();
  private sent = 0;
  private stored = 0;
  private refused = 0;
  private retryAfterMsMax = 0;
  private pingedAt = 0;

  /**
   * Sends at a steady rate, then waits for the last answer; `pinger` is asked for signs of life.
   */
  async flood(admins: readonly User[], pinger: User, flood: Flood): Promise<FloodLook> {
    for (const admin of admins) admin.onMessage = (message) => this.hear(message);
    pinger.onMessage = ({ type }) => {
      if (type === 'pong') this.pong.recordSince(this.pingedAt);
    };
    const pings = setInterval(() => this.ping(pinger), PING_PERIOD_MS);
    await this.send(admins, flood);
    const endedAt = performance.now();
    while (this.sentAt.size > 0 && performance.now() - endedAt < DRAIN_MS_MAX) {
      await pause(LOOK_AGAIN_MS);
    }
    clearInterval(pings);
    return {
      sent: this.sent,
      stored: this.stored,
      refused: this.refused,
      unanswered: this.sentAt.size,
      retryAfterMsMax: this.retryAfterMsMax,
      admitted: this.admitted.percentiles,
      refusal: this.refusal.percentiles,
      pong: this.pong.percentiles,
      drainedMs: performance.now() - endedAt,
    };
  }

  private async send(admins: readonly User[], { perSecond, forMs, riderCount }: Flood) {
    await pace({ perSecond, forMs }, (index) =>
      this.sendOne(admins[index % admins.length], 1 + (index % riderCount)),
    );
  }

  private sendOne(admin: User | undefined, user_id: number): void {
    this.sent += 1;
    lastId += 1;
    this.sentAt.set(lastId, performance.now());
    const to = { role: 'rider', user_id, event: 'bench', data: 'All tricycles are on their way.' };
    admin?.send(JSON.stringify({ type: 'notify', id: lastId, ...to }));
  }

  private ping(pinger: User): void {
    this.pingedAt = performance.now();
    pinger.send('{"type":"ping"}');
  }

  private hear({ id, type, retry_after_ms = 0 }: Message): void {
    const sentAt = this.sentAt.get(id ?? 0);
    if (id === undefined || sentAt === undefined) return;
    this.sentAt.delete(id);
    if (type === 'ack') {
      this.stored += 1;
      this.admitted.recordSince(sentAt);
    } else {
      this.refused += 1;
      this.refusal.recordSince(sentAt);
      this.retryAfterMsMax = Math.max(this.retryAfterMsMax, retry_after_ms);
    }
  }
}
