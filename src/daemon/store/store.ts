import type {
  Actor,
  Booking,
  BookingCommand,
  BookingPolicy,
  Transition,
} from '../../core/index.ts';
import type {
  BookingStatus,
  DriverCard,
  Point,
  Refusal,
  Role,
  UserKey,
} from '../../protocol/index.ts';

/**
 * The port to the database. Every method is asynchronous and every argument and answer can be
 * serialised, so that a driver may live in a thread, a process or another machine.
 *
 * **Invariant:** a write resolves only after the commit that holds it is durable.
 * **Invariant:** `execute` decides with `core.decide` on what is stored, inside the transaction.
 * Faults of the database reject with a `StoreError`; refusals by the rules are values.
 */
export interface Store {
  /** Names this history of sequence numbers; a restored copy gets a new one. */
  readonly epoch: string;
  /**
   * Resolves when the database is gone while it was in use, and only a new start brings it back.
   */
  readonly failed: Promise<Error>;

  // Writes. Many of them share one commit.
  execute(request: CommandRequest): Promise<CommandOutcome>;
  /**
   * Fires timers that are due, at most `limit`; each fires only for the version it was set for. One
   * that fails is `internal` here, costs no other, and is due again later.
   */
  fireTimers(
    nowMs: number,
    limit: number,
    policy: CommandPolicy,
  ): Promise<readonly CommandOutcome[]>;
  /**
   * Service time was set by so much and is `nowMs` now: what was left until each timer is left of
   * it still, and what was stored before does not count for `newestAt` any more. `doubts` are all
   * that there are now.
   */
  moveTimers(byMs: number, nowMs: number, doubts: readonly ClockDoubt[]): Promise<void>;
  notify(request: NotifyRequest): Promise<NotifyOutcome>;
  /**
   * Forgets the offline queue of each user up to `seq`; never goes back. What is beyond the newest
   * is left out.
   */
  acknowledgeAll(all: readonly Acknowledgement[]): Promise<void>;
  appendTrack(points: readonly TrackPoint[], key?: IdempotencyKey): Promise<TrackOutcome>;
  /** A site's token that is known already only moves its expiry on. */
  issueTokens(drafts: readonly TokenDraft[]): Promise<void>;
  /** Answers the tokens that were valid until now. */
  revokeTokens(filter: TokenFilter, nowMs: number): Promise<readonly TokenRecord[]>;
  touchTokens(uses: readonly TokenUse[]): Promise<void>;
  /** Deletes tokens that had expired or been revoked by then; answers how many. */
  pruneTokens(endedByMs: number): Promise<number>;
  /** Deletes what is past its retention; a bounded amount per call. True: there is more. */
  purge(nowMs: number, retention: Retention): Promise<boolean>;
  /**
   * Deletes users whose id starts with this, with their tokens, streams, tracks and requested
   * bookings; a bounded amount per call. True: there is more. For users that were simulated.
   */
  eraseUsers(userIdPrefix: string): Promise<boolean>;
  /** Writes something of no meaning, as large as a few commands: rejects while nothing can be. */
  probe(): Promise<void>;

  // Reads, from a connection of their own.
  booking(bookingId: string): Promise<Booking | null>;
  bookings(filter: BookingFilter): Promise<readonly Booking[]>;
  countBookings(): Promise<Partial<Record<BookingStatus, number>>>;
  transitions(bookingId: string): Promise<readonly Transition[]>;
  /** Newest bookings that are not final for this rider, or held by or offered to this driver. */
  liveBookings(user: UserKey): Promise<readonly Booking[]>;
  driverCard(driverId: string): Promise<DriverCard | null>;
  /** Of these drivers, or else of all; whoever is not known is left out. */
  driverCards(driverIds?: readonly string[]): Promise<readonly DriverCard[]>;
  streamState(user: UserKey): Promise<StreamState>;
  /** The newest number of each of these streams; 0 where there is none. */
  newestSeqs(users: readonly UserKey[]): Promise<readonly number[]>;
  /** Durable messages after `afterSeq`, in order: at most `limit`, fewer where they are large. */
  stream(user: UserKey, afterSeq: number, limit: number): Promise<readonly StreamEntry[]>;
  tokenByHash(hash: string): Promise<TokenRecord | null>;
  tokens(filter: TokenFilter): Promise<readonly TokenRecord[]>;
  /** When the next timer falls due; null when none is set. */
  nextTimerAt(): Promise<number | null>;
  /** When something was stored last, by the clock of then; null where there is nothing. */
  newestAt(): Promise<number | null>;
  /** What was doubted of the time when something was stored last. */
  clockDoubts(): Promise<readonly ClockDoubt[]>;

  /** Commits what waits and closes. Idempotent. */
  close(): Promise<void>;
  /** Figures for `stats`: writes that wait, and how long the last commit took. */
  load(): { readonly queued: number; readonly commitMs: number };
}

/**
 * What the rules, and the database that enforces some of them, need to know of this installation.
 */
export interface CommandPolicy extends BookingPolicy {
  /** False lets a rider have several open bookings at once. */
  readonly oneBookingPerRider: boolean;
}

/** Scope and id of a remembered command; `hash` tells a repeat from another content. */
export interface IdempotencyKey {
  readonly scope: string;
  readonly id: string;
  readonly hash: string;
}

export interface CommandRequest {
  readonly command: BookingCommand;
  readonly actor: Actor;
  readonly nowMs: number;
  readonly policy: CommandPolicy;
  readonly key?: IdempotencyKey;
  /** Where the driver was last seen whom an assignment names, or else who gives the command. */
  readonly position?: Point;
}

export interface BookingAnswer {
  readonly bookingId: string;
  /** Whose booking it is: whoever repeats a command is told again whether they are online. */
  readonly riderId: string;
  readonly status: BookingStatus;
  readonly version: number;
}

/** One numbered message in a user's stream. */
export interface Delivery {
  readonly user: UserKey;
  readonly seq: number;
  /** JSON of the message without `seq`, as it is stored: written once, sent to many. */
  readonly json: string;
}

/** A step of a booking as it was committed, for those who watch live. */
export interface CommittedStep {
  readonly transition: Transition;
  readonly booking: Booking;
  readonly driver: DriverCard | null;
}

export type CommandOutcome =
  | {
      readonly ok: true;
      readonly answer: BookingAnswer;
      /** Empty for a repeat: nothing has changed and nobody is told. */
      readonly steps: readonly CommittedStep[];
      readonly deliveries: readonly Delivery[];
      /** Earliest timer that this change has set. */
      readonly nextTimerAt: number | null;
      /** The rating that was given, which is not a step. */
      readonly rated: boolean;
    }
  | { readonly ok: false; readonly refusal: Refusal };

export interface NotifyRequest {
  readonly to: UserKey;
  readonly event: string;
  readonly data: unknown;
  readonly nowMs: number;
  readonly key?: IdempotencyKey;
}
export type NotifyOutcome =
  | { readonly ok: true; readonly seq: number; readonly delivery: Delivery | null }
  | { readonly ok: false; readonly refusal: Refusal };

export interface TrackPoint {
  readonly driverId: string;
  readonly bookingId: string | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly accuracy: number | null;
  /** When the fix was taken by its phone's own clock: by this it is known when it comes again. */
  readonly sentAtMs: number;
  /** The same, corrected for a wrong clock, and when it came. */
  readonly fixAtMs: number;
  readonly receivedAtMs: number;
}
export type TrackOutcome =
  | { readonly ok: true; readonly stored: number }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Acknowledgement {
  readonly user: UserKey;
  readonly seq: number;
}

export interface StreamState {
  /** Everything up to here is acknowledged: the offline queue starts after it. */
  readonly ackedSeq: number;
  readonly newestSeq: number;
  /** Oldest seq that can still be resumed from: one less than the oldest row kept. */
  readonly resumableFrom: number;
}
export interface StreamEntry {
  readonly seq: number;
  /** JSON of the message without `seq`. */
  readonly json: string;
}

export interface TokenDraft {
  /** Hex SHA-256 of the token; the token itself never comes here. */
  readonly hash: string;
  readonly role: Role;
  readonly userId: string;
  readonly name: string | null;
  readonly vehicle: string | null;
  readonly phone: string | null;
  /** A token that reads this one booking and nothing else. */
  readonly bookingId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Signed by the web site, and so remembered when revoked until it has expired. */
  readonly isSiteIssued?: boolean;
}
export interface TokenRecord extends Omit<TokenDraft, 'isSiteIssued'> {
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}
export interface TokenFilter {
  readonly role?: Role;
  readonly userId?: string;
  /** Start of the hash, at least 8 hex digits: what lists show as `token_id`. */
  readonly tokenId?: string;
  readonly hash?: string;
  /** Users whose id starts with this, such as `sim-4f2a-`. */
  readonly userIdPrefix?: string;
  readonly limit?: number;
}
export interface TokenUse {
  readonly hash: string;
  readonly atMs: number;
}

export interface BookingFilter {
  readonly status?: readonly BookingStatus[];
  readonly open?: boolean;
  readonly driverId?: string;
  readonly riderId?: string;
  readonly limit: number;
  /** Bookings that come after this one in the order newest first. */
  readonly after?: string;
}

/** A part of the time that may only be a clock that was set wrong. */
export interface ClockDoubt {
  /** Negative where time was set back. */
  readonly byMs: number;
  /** It is believed after so much more of service time. */
  readonly leftMs: number;
}

export interface Retention {
  readonly streamMs: number;
  readonly streamCountMax: number;
  readonly commandMs: number;
  readonly trackMs: number;
}
