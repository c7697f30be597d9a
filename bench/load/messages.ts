/** What the orchestrator asks of a generator process, and what comes back, over IPC. */

export interface Pair {
  readonly id: number;
  readonly driverToken: string;
  readonly riderToken: string;
}

export type Order =
  | { readonly kind: 'connect'; readonly url: string; readonly pairs: readonly Pair[] }
  | {
      readonly kind: 'send';
      readonly perSecond: number;
      readonly warmUpMs: number;
      readonly forMs: number;
    }
  | { readonly kind: 'close' };

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
  | { readonly kind: 'look'; readonly look: Look }
  | { readonly kind: 'failed'; readonly text: string };
