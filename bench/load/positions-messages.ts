import type { PairTokens } from '../operator-api.ts';

/** What the orchestrator asks of the generator of positions, and what comes back, over IPC. */

export type Order =
  | {
      readonly kind: 'connect';
      readonly url: string;
      readonly pairs: readonly PairTokens[];
    }
  | {
      readonly kind: 'send';
      readonly perSecond: number;
      readonly warmUpMs: number;
      readonly forMs: number;
    };

export interface Look {
  readonly perSecond: number;
  readonly sent: number;
  readonly delivered: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

export type Report =
  | { readonly kind: 'connected' }
  /** Every driver has accepted the booking of its rider. */
  | { readonly kind: 'under_way' }
  | { readonly kind: 'look'; readonly look: Look };
