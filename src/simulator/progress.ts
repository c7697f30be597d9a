import type { BookingStatus } from '../protocol/index.ts';

/** `connecting`, `running`, then `draining`: trips under way end. `counting`: what has arrived. */
export type Phase = 'connecting' | 'running' | 'draining' | 'counting';

/** A run at one moment. Times by the wall. */
export interface Progress {
  readonly phase: Phase;
  /** Since the people began to connect. */
  readonly elapsedMs: number;
  readonly driversOnline: number;
  readonly ridersOnline: number;
  /** How many bookings of the run are in each state. */
  readonly bookings: Readonly<Record<BookingStatus, number>>;
  /** Sent since the last progress, per second. */
  readonly positionsPerS: number;
  /** From a driver's phone to a rider's; null while nothing has been measured. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
}
