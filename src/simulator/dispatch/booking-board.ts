import {
  type BookingStatus,
  type BookingView,
  fromWireId,
  type Point,
  type ServerMessageOf,
} from '../../protocol/index.ts';

/** A booking as the dispatcher knows it. */
export interface BoardEntry {
  readonly bookingId: string;
  readonly pickup: Point | null;
  status: BookingStatus;
  version: number;
  driverId: string | null;
  /** Who has declined it or given it up; they are not asked again. */
  readonly excluded: Set<string>;
}

type Update = Pick<
  ServerMessageOf<'status_update'>,
  'booking_id' | 'status' | 'version' | 'by' | 'driver'
>;

const FREE: ReadonlySet<BookingStatus> = new Set(['pending', 'declined']);
const NONE: Readonly<Record<BookingStatus, number>> = {
  pending: 0,
  assigned: 0,
  accepted: 0,
  on_way: 0,
  arrived: 0,
  started: 0,
  completed: 0,
  declined: 0,
  cancelled: 0,
};
/** While the state of the room is on its way, steps of bookings that are not in it yet. */
const EARLY_MAX = 10_000;

/**
 * The run's bookings that are not over, from the room `bookings`: its state, then each step. After
 * a lost connection the state comes again; what is not in it is over.
 */
export class BookingBoard {
  readonly #isOurs: (riderId: string) => boolean;
  readonly #entries = new Map<string, BoardEntry>();
  readonly #early = new Map<string, Update>();
  /** Entries that the present connection has shown. */
  readonly #confirmed = new Set<string>();
  readonly #over: Record<'completed' | 'cancelled', number> = { completed: 0, cancelled: 0 };
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
    const counts = { ...NONE, ...this.#over };
    for (const { status } of this.#entries.values()) counts[status] += 1;
    return counts;
  }

  /** A booking in full. */
  show(view: BookingView): void {
    if (!this.#isOurs(fromWireId(view.rider_id))) return;
    const bookingId = fromWireId(view.booking_id);
    this.#confirmed.add(bookingId);
    const known = this.#entries.get(bookingId);
    if (known !== undefined && known.version > view.version) return;
    const entry = {
      bookingId,
      pickup: view.pickup ?? null,
      status: view.status,
      version: view.version,
      driverId: view.driver_id === undefined ? null : fromWireId(view.driver_id),
      excluded: known?.excluded ?? new Set<string>(),
    };
    this.#entries.set(bookingId, entry);
    const early = this.#early.get(bookingId);
    if (early !== undefined) this.change(early);
  }

  /** A step of a booking. */
  change(update: Update): void {
    const bookingId = fromWireId(update.booking_id);
    const entry = this.#entries.get(bookingId);
    if (entry === undefined) {
      if (!this.#isCurrent && this.#early.size < EARLY_MAX) this.#early.set(bookingId, update);
      return;
    }
    this.#confirmed.add(bookingId);
    if (update.version <= entry.version) return;
    const { status, version, by, driver } = update;
    const isTurnedDown = status === 'declined' || (status === 'pending' && by === 'driver');
    if (isTurnedDown && entry.driverId !== null) entry.excluded.add(entry.driverId);
    const driverId = driver === undefined ? entry.driverId : fromWireId(driver.driver_id);
    Object.assign(entry, { status, version, driverId: FREE.has(status) ? null : driverId });
    if (status !== 'completed' && status !== 'cancelled') return;
    this.#over[status] += 1;
    this.#entries.delete(bookingId);
  }

  /** The state of the room is complete. */
  settle(): void {
    for (const bookingId of this.#entries.keys()) {
      if (!this.#confirmed.has(bookingId)) this.#entries.delete(bookingId);
    }
    this.#early.clear();
    this.#isCurrent = true;
  }

  /** The connection is lost. */
  interrupt(): void {
    this.#confirmed.clear();
    this.#isCurrent = false;
  }
}

export function isFree({ status }: BoardEntry): boolean {
  return FREE.has(status);
}
