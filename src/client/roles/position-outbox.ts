import type { Clock } from '../../clock/index.ts';
import { type Fix, PROTOCOL_LIMITS, type WireId } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import { ClientError } from '../client-error.ts';

/** How often the daemon is asked whether positions arrive: a dead connection swallows them. */
const PROOF_EVERY_MS = 5_000;
/** Without an answer for so long, the connection itself has to prove that it lives. */
const PROOF_WITHIN_MS = 10_000;
const UNPROVEN_MAX = 100;

/** A position whose answer stands for the `count` oldest that are unproven. */
interface Proof {
  readonly id: string;
  count: number;
  isDoubted: boolean;
}

type TakenFix = Fix & { readonly timestamp: number };

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
  /** Sent since the daemon last confirmed one; the connection is ordered, so one stands for all. */
  private unproven: TakenFix[] = [];
  private proof: Proof | null = null;
  private session: string | undefined;
  private proofNumber = 0;
  private proofAskedAtMs = Number.NEGATIVE_INFINITY;
  private isBatchUnderWay = false;
  private droppedCount = 0;

  constructor(client: Client, clock: Clock, positionsMax: number) {
    this.client = client;
    this.clock = clock;
    this.positionsMax = positionsMax;
    this.session = client.session?.session;
    client.on('authenticated', ({ session }) => this.recover(session));
    client.on('ack', ({ id }) => this.prove(id));
    client.on('error', ({ id }) => this.prove(id));
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
    this.doubt();
  }

  /** Positions that vanish are the first sign of a connection that died without a word. */
  private doubt(): void {
    if (this.proof === null || this.proof.isDoubted) return;
    if (this.clock.monotonic() - this.proofAskedAtMs < PROOF_WITHIN_MS) return;
    this.proof.isDoubted = true;
    this.client.wake();
  }

  private post(fix: TakenFix): boolean {
    const id = this.nextProofId();
    const message = { type: 'location_update', ...fix } as const;
    const isSent = this.client.post(id === null ? message : { ...message, id });
    if (!isSent) return false;
    this.unproven.push(fix);
    if (id !== null) this.askProof(id);
    if (this.unproven.length > UNPROVEN_MAX) this.trust();
    return true;
  }

  private nextProofId(): string | null {
    const isDue = this.clock.monotonic() - this.proofAskedAtMs >= PROOF_EVERY_MS;
    return isDue && this.proof === null ? `position-${this.proofNumber + 1}` : null;
  }

  private askProof(id: string): void {
    this.proofNumber += 1;
    this.proofAskedAtMs = this.clock.monotonic();
    this.proof = { id, count: this.unproven.length, isDoubted: false };
  }

  private prove(id: WireId | undefined): void {
    if (this.proof === null || this.proof.id !== id) return;
    this.unproven.splice(0, this.proof.count);
    this.proof = null;
  }

  /** Too many to remember: the oldest is taken to have arrived. */
  private trust(): void {
    this.unproven.shift();
    if (this.proof !== null) this.proof.count -= 1;
  }

  /** A new session is open: what the last one may have lost joins what has waited. */
  private recover(session: string): void {
    // A refreshed token is the same session.
    if (session === this.session) return;
    this.session = session;
    this.putBack(this.unproven);
    this.unproven = [];
    this.proof = null;
    this.waiting.sort((a, b) => a.timestamp - b.timestamp);
    const newest = this.waiting.pop();
    if (newest !== undefined && !this.post(newest)) this.keep(newest);
    this.sendBatch();
  }

  private sendBatch(): void {
    if (this.isBatchUnderWay || this.waiting.length === 0) return;
    const points = this.waiting.splice(0, PROTOCOL_LIMITS.batchPointsMax);
    this.isBatchUnderWay = true;
    this.client.send({ type: 'location_batch', points }).then(
      () => this.batchEnded([]),
      (error: unknown) => this.batchFailed(points, error),
    );
  }

  private batchFailed(points: TakenFix[], error: unknown): void {
    const isLasting = error instanceof ClientError && !error.temporary;
    if (isLasting) this.droppedCount += points.length;
    this.batchEnded(isLasting ? [] : points);
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
