import type { CloseReason, Refusal, WireId } from '../../protocol/index.ts';
import type { Limits } from '../config/config.ts';
import { refuseFault } from '../dispatcher/refuse-fault.ts';
import type { Log, Services } from '../services.ts';
import { SlidingWindow } from './sliding-window.ts';

/** The end of a line: a session, or a connection that has none yet. */
interface Party {
  refuse(id: WireId | undefined, refusal: Refusal): void;
  close(reason: CloseReason, text?: string, retryAfterMs?: number): void;
}

interface FaultParts extends Pick<Services, 'clock' | 'wallClock' | 'counters'> {
  readonly limits: Pick<Limits, 'faultsMax' | 'faultsWindowMs'>;
}

/** For a client that meets the same fault again and again. */
const RETRY_AFTER_MS = 10_000;

/**
 * Faults of our own that somebody met: one costs its message, never the daemon; too many cost the
 * connection, whose state is perhaps what provokes them.
 */
export class Faults {
  private readonly parts: FaultParts;
  private readonly met = new WeakMap<Party, SlidingWindow>();

  constructor(parts: FaultParts) {
    this.parts = parts;
  }

  /** Logs what was thrown, and tells its party no more than a reference. */
  answer(party: Party, id: WireId | undefined, error: unknown, log: Log): void {
    const { refusal } = refuseFault(error, { ...this.parts, log });
    party.refuse(id, refusal);
    if (refusal.code !== 'internal' || this.isForgiven(party)) return;
    party.close('resync', 'the daemon failed too often on this connection', RETRY_AFTER_MS);
  }

  private isForgiven(party: Party): boolean {
    const { limits, wallClock } = this.parts;
    const met = this.met.get(party) ?? new SlidingWindow();
    this.met.set(party, met);
    const forgiven = { count: limits.faultsMax - 1, windowMs: limits.faultsWindowMs };
    return met.take(forgiven, wallClock.monotonic());
  }
}
