import type { Clock } from '../../clock/index.ts';
import type { Fix, WireId } from '../../protocol/index.ts';

/** How often the daemon is asked whether positions arrive: a dead connection swallows them. */
const PROOF_EVERY_MS = 5_000;
/** Without an answer for so long, the connection itself has to prove that it lives. */
const PROOF_WITHIN_MS = 10_000;
const UNPROVEN_MAX = 100;

export type TakenFix = Fix & { readonly timestamp: number };

/** A position whose answer stands for the `count` oldest that are unproven. */
interface Proof {
  readonly id: string;
  count: number;
  isDoubted: boolean;
}

/**
 * Positions that were sent since the daemon last confirmed one. The connection is ordered, so one
 * that asks for an answer stands for all before it.
 */
export class SentPositions {
  private readonly clock: Clock;
  private unproven: TakenFix[] = [];
  private proof: Proof | null = null;
  private proofNumber = 0;
  private askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The id with which the next position asks for an answer; null while none is due. */
  nextId(): string | null {
    const isDue = this.clock.monotonic() - this.askedAtMs >= PROOF_EVERY_MS;
    return isDue && this.proof === null ? `position-${this.proofNumber + 1}` : null;
  }

  add(fix: TakenFix, id: string | null): void {
    this.unproven.push(fix);
    if (id !== null) this.ask(id);
    if (this.unproven.length > UNPROVEN_MAX) this.trust();
  }

  /** Something was answered: perhaps the one that stands for the others. */
  prove(id: WireId | undefined): void {
    if (this.proof === null || this.proof.id !== id) return;
    this.unproven.splice(0, this.proof.count);
    this.proof = null;
  }

  /** True once for each answer that is overdue: the first sign of a connection that is dead. */
  doubt(): boolean {
    if (this.proof === null || this.proof.isDoubted) return false;
    this.proof.isDoubted = this.clock.monotonic() - this.askedAtMs >= PROOF_WITHIN_MS;
    return this.proof.isDoubted;
  }

  /** The connection is gone: what may not have arrived, oldest first. */
  takeBack(): readonly TakenFix[] {
    const fixes = this.unproven;
    this.unproven = [];
    this.proof = null;
    return fixes;
  }

  private ask(id: string): void {
    this.proofNumber += 1;
    this.askedAtMs = this.clock.monotonic();
    this.proof = { id, count: this.unproven.length, isDoubted: false };
  }

  /** Too many to remember: the oldest is taken to have arrived. */
  private trust(): void {
    this.unproven.shift();
    if (this.proof !== null) this.proof.count -= 1;
  }
}
