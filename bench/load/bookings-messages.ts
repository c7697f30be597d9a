import type { Percentiles } from './latencies.ts';
import type { Pace } from './pace.ts';
import type { TripUsers } from './trips.ts';

/** What the orchestrator asks of the generator of bookings, and what comes back, over IPC. */

export type Order =
  | ({ readonly kind: 'connect' } & TripUsers)
  /** Commands one at a time: each is sent when the one before is done. */
  | { readonly kind: 'single'; readonly count: number }
  /** More durable messages than can be stored, for riders, beside the trips. */
  | { readonly kind: 'flood'; readonly perSecond: number; readonly forMs: number }
  /** Commands at a steady rate, however long their answers take. */
  | ({ readonly kind: 'send'; readonly warmUpMs: number } & Pace);

/** What became of the commands that were due within a look. */
export interface Look {
  readonly perSecond: number;
  readonly due: number;
  /** Answered, and their durable message has reached the other party. */
  readonly done: number;
  /** Answers that refused a command for now. */
  readonly refused: number;
  /** From when a command was due to its `ack` … */
  readonly ack: Percentiles;
  /** … and to the arrival of its durable message at the other party's socket. */
  readonly event: Percentiles;
  /** From when it was last sent: without what waited for the step before it, or was refused. */
  readonly admitted: Percentiles;
  /** Commands that were done in all, with those of the warm-up. */
  readonly doneInAll: number;
  readonly acknowledgements: number;
  /** Processor time of the generator by wall time, of the look: at 1 it is the bottleneck. */
  readonly generatorLoad: number;
}

/** What became of more messages than could be stored. */
export interface FloodLook {
  readonly sent: number;
  readonly stored: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly retryAfterMsMax: number;
  /** From when it was sent to its `ack`, and to its refusal. */
  readonly admitted: Percentiles;
  readonly refusal: Percentiles;
  /** Of a rider's JSON pings meanwhile. */
  readonly pong: Percentiles;
  /** From the last message to the last answer. */
  readonly drainedMs: number;
}

export type Report =
  | { readonly kind: 'connected' }
  | { readonly kind: 'flooded'; readonly look: FloodLook }
  | { readonly kind: 'look'; readonly look: Look };
