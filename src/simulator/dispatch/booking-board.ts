import type { BookingStep } from '../../client/index.ts';
import {
  BOOKING_STATUSES,
  type BookingStatus,
  type BookingView,
  fromWireId,
  type Point,
  stageOf,
} from '../../protocol/index.ts';

/** A booking as the dispatcher knows it. */
export interface BoardEntry {
  readonly bookingId: string;
  readonly pickup: Point | null;
  readonly status: BookingStatus;
  readonly version: number;
  /** Who is asked, or has it; null while it is free. */
  readonly driverId: string | null;
  /** Who has declined it or given it up; they are not asked again. */
  readonly excluded: Set<string>;
}

/**
 * The run's bookings that are not over, and who turned them down. What it is told comes merged
 * from the client library: never older than what came before.
 */
export class BookingBoard {
  readonly #isOurs: (riderId: string) => boolean;
  readonly #entries = new Map<string, BoardEntry>();
  readonly #ended = new Map<BookingStatus, number>();
  #isCurrent = false;

  constructor(isOurs: (riderId: string) => boolean) {
    this.#isOurs = isOurs;
  }

  /** Whether the state of the room has come since the connection was opened. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Bookings that are not over, oldest first. */
  get open(): readonly BoardEntry[] {
    return [...this.#entries.values()];
  }

  /** Drivers who are asked or on their way. */
  get busyDriverIds(): ReadonlySet<string> {
    return new Set(this.open.flatMap(({ driverId }) => (driverId === null ? [] : [driverId])));
  }

  /** How many of the run's bookings are known to be in each state. */
  countByStatus(): Record<BookingStatus, number> {
    const statuses = this.open.map(({ status }) => status);
    const countOf = (status: BookingStatus) =>
      (this.#ended.get(status) ?? 0) + statuses.filter((each) => each === status).length;
    // Every status has its count, which `fromEntries` cannot know.
    return Object.fromEntries(
      BOOKING_STATUSES.map((status) => [status, countOf(status)]),
    ) as Record<BookingStatus, number>;
  }

  /** Bookings in full. */
  show(views: readonly BookingView[]): void {
    for (const view of views) {
      if (this.#isOurs(fromWireId(view.rider_id))) this.#put(view);
    }
  }

  /** A step, and the booking after it. */
  change({ status, by }: Pick<BookingStep, 'status' | 'by'>, view: BookingView): void {
    const entry = this.#entries.get(fromWireId(view.booking_id));
    if (entry === undefined) return;
    const isTurnedDown = status === 'declined' || (status === 'pending' && by === 'driver');
    if (isTurnedDown && entry.driverId !== null) entry.excluded.add(entry.driverId);
    if (stageOf(status) === 'final') this.#end(entry, status);
    else this.#put(view);
  }

  /** The state of the room is complete: what is not in it is over. */
  settle(open: readonly BookingView[]): void {
    const openIds = new Set(open.map(({ booking_id }) => fromWireId(booking_id)));
    for (const bookingId of this.#entries.keys()) {
      if (!openIds.has(bookingId)) this.#entries.delete(bookingId);
    }
    this.#isCurrent = true;
  }

  /** The connection is lost. */
  interrupt(): void {
    this.#isCurrent = false;
  }

  #end({ bookingId }: BoardEntry, status: BookingStatus): void {
    this.#entries.delete(bookingId);
    this.#ended.set(status, (this.#ended.get(status) ?? 0) + 1);
  }

  #put(view: BookingView): void {
    const { status, version, pickup = null, driver_id } = view;
    const bookingId = fromWireId(view.booking_id);
    const hasDriver = driver_id !== undefined && stageOf(status) !== 'free';
    const driverId = hasDriver ? fromWireId(driver_id) : null;
    const excluded = this.#entries.get(bookingId)?.excluded ?? new Set<string>();
    this.#entries.set(bookingId, { bookingId, pickup, status, version, driverId, excluded });
  }
}

export function isFree({ status }: BoardEntry): boolean {
  return stageOf(status) === 'free';
}
