import type { PairTokens } from '../operator-api.ts';
import type { Look as TripsLook } from './bookings-messages.ts';
import type { Percentiles } from './latencies.ts';
import type { Pace } from './pace.ts';
import type { TripUsers } from './trips.ts';

/** What the orchestrator asks of the generator of crowds, and what comes back, over IPC. */

export type Order =
  | {
      readonly kind: 'connect';
      readonly url: string;
      readonly pairs: readonly PairTokens[];
      /** So many of the pairs are about to get a booking that their drivers accept. */
      readonly trips: number;
    }
  /** Those whose bookings are committed beside the positions. */
  | ({ readonly kind: 'enrol' } & TripUsers)
  | ({
      readonly kind: 'send';
      readonly warmUpMs: number;
      readonly commitsPerSecond: number;
    } & Pace)
  /** Opens these sessions where they are not open yet, and lets them join a room. */
  | {
      readonly kind: 'watch';
      readonly url: string;
      readonly tokens: readonly string[];
      readonly sessionsPerToken: number;
      readonly room: string;
    }
  | { readonly kind: 'unwatch'; readonly room: string }
  /** The first driver's position to all who watch, so many times, one after the other. */
  | { readonly kind: 'broadcast'; readonly count: number }
  /** From now on sessions may be lost. */
  | { readonly kind: 'brace' }
  /** The first pairs come back and work; then all others come back within a time. */
  | {
      readonly kind: 'return';
      readonly workers: number;
      readonly perSecond: number;
      readonly withinMs: number;
    };

/** How the generator itself fared. */
export interface Strain {
  /** Its processor time by wall time: at 1 it is the bottleneck; null where it never rests. */
  readonly load: number | null;
  /** How much later than it was due the hundredth of the messages left. */
  readonly lateP99Ms: number;
}

/** What became of the positions that were due within a look. */
export interface Look extends Percentiles {
  readonly perSecond: number;
  readonly sent: number;
  readonly delivered: number;
  readonly strain: Strain;
  /** What those saw who watch a room. */
  readonly watched: Watched;
}

export interface Watched extends Percentiles {
  readonly frames: number;
  readonly positions: number;
  readonly bytes: number;
}

/** From when a message was sent until so many had it. */
export interface Broadcast {
  readonly receivers: number;
  readonly halfMs: number;
  readonly lastMs: number;
  /** Processor time of the generator by wall time, until then. */
  readonly load: number;
}

export interface Return extends Percentiles {
  /** From the first attempt until the last was back. */
  readonly allBackMs: number;
  readonly back: number;
  /** Turned away, and told or free to come again. */
  readonly refusals: number;
  /** Told not to come again, or not back when it was given up. */
  readonly refusedForGood: number;
  /** Of those who came back first and worked meanwhile. */
  readonly work: Look;
}

export type Report =
  | { readonly kind: 'connected' }
  /** Every driver has accepted the booking of its rider. */
  | { readonly kind: 'under_way' }
  | { readonly kind: 'enrolled' }
  | { readonly kind: 'look'; readonly look: Look; readonly commits: TripsLook | null }
  | { readonly kind: 'watching' }
  | { readonly kind: 'unwatched' }
  | { readonly kind: 'broadcasts'; readonly broadcasts: readonly Broadcast[] }
  | { readonly kind: 'braced' }
  | { readonly kind: 'returned'; readonly found: Return };
