import type { Clock } from '../../clock/index.ts';
import { type Fix, PROTOCOL_LIMITS } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import { ClientError } from '../client-error.ts';
import { SentPositions, type TakenFix } from './sent-positions.ts';

/**
 * A driver's positions. Each goes out live; those that may not have arrived, or were taken while
 * nobody could be reached, follow in batches under their own times. The newest comes first, because
 * it is the one that somebody waits for.
 */
export class PositionOutbox {
  private readonly client: Client;
  private readonly clock: Clock;
  private readonly positionsMax: number;
  /** Not sent, oldest first. */
  private waiting: TakenFix[] = [];
  private readonly sent: SentPositions;
  private session: string | undefined;
  private isBatchUnderWay = false;
  private droppedCount = 0;

  constructor(client: Client, clock: Clock, positionsMax: number) {
    this.client = client;
    this.clock = clock;
    this.positionsMax = positionsMax;
    this.sent = new SentPositions(clock);
    this.session = client.session?.session;
    client.on('authenticated', ({ session }) => this.recover(session));
    client.on('ack', ({ id }) => this.sent.prove(id));
    client.on('error', ({ id }) => this.sent.prove(id));
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  /** How many were given up, the oldest first, because too many waited. */
  get dropped(): number {
    return this.droppedCount;
  }

  send(fix: Fix): void {
    const taken = { ...fix, timestamp: fix.timestamp ?? this.clock.now() };
    if (this.post(taken)) this.sendBatch();
    else this.keep(taken);
    // Waking a client that waits would only defeat the window that a daemon has named.
    if (this.client.status.state === 'live' && this.sent.doubt()) this.client.wake();
  }

  private post(fix: TakenFix): boolean {
    const id = this.sent.nextId();
    const message = { type: 'location_update', ...fix } as const;
    const isSent = this.client.post(id === null ? message : { ...message, id });
    if (isSent) this.sent.add(fix, id);
    return isSent;
  }

  /** A new session is open: what the last one may have lost joins what has waited. */
  private recover(session: string): void {
    // A refreshed token is the same session.
    if (session === this.session) return;
    this.session = session;
    this.putBack(this.sent.takeBack());
    this.waiting.sort((a, b) => a.timestamp - b.timestamp);
    const newest = this.waiting.pop();
    if (newest !== undefined && !this.post(newest)) this.keep(newest);
    this.sendBatch();
  }

  /** One at a time, and under its own id until it is answered: so it is stored once. */
  private sendBatch(): void {
    if (this.isBatchUnderWay || this.waiting.length === 0) return;
    const points = this.waiting.splice(0, PROTOCOL_LIMITS.batchPointsMax);
    this.isBatchUnderWay = true;
    this.client.send({ type: 'location_batch', points }, { timeoutMs: Infinity }).then(
      () => this.batchEnded([]),
      (error: unknown) => this.batchFailed(points, error),
    );
  }

  private batchFailed(points: readonly TakenFix[], error: unknown): void {
    const isLasting = error instanceof ClientError && !error.temporary;
    const left = isLasting ? withoutRefused(points, error) : points;
    this.droppedCount += points.length - left.length;
    this.batchEnded(left);
  }

  /**
   * What comes back waits for the next position or session, so that nothing is tried in circles.
   */
  private batchEnded(returned: readonly TakenFix[]): void {
    this.isBatchUnderWay = false;
    if (returned.length > 0) this.putBack(returned);
    else this.sendBatch();
  }

  private keep(fix: TakenFix): void {
    this.waiting.push(fix);
    if (this.waiting.length <= this.positionsMax) return;
    this.waiting.shift();
    this.droppedCount += 1;
  }

  private putBack(fixes: readonly TakenFix[]): void {
    const all = [...fixes, ...this.waiting];
    this.droppedCount += Math.max(0, all.length - this.positionsMax);
    this.waiting = all.slice(-this.positionsMax);
  }
}

/** What is left when the daemon will not take one point; nothing where it names none of them. */
function withoutRefused(
  points: readonly TakenFix[],
  { details }: ClientError,
): readonly TakenFix[] {
  const [, named] = /^\/points\/(\d+)\b/.exec(String(details.path)) ?? [];
  const refused = Number(named);
  return refused < points.length ? points.filter((_, index) => index !== refused) : [];
}
