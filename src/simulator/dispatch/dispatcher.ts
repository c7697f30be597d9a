import type { Admin, Client } from '../../client/index.ts';
import type { Clock, Timer } from '../../clock/index.ts';
import { type BookingStatus, type DriverView, fromWireId } from '../../protocol/index.ts';
import type { CommandBook } from '../account/command-book.ts';
import type { Refusal } from '../account/question.ts';
import { type BoardEntry, BookingBoard, isFree } from './booking-board.ts';
import { nearestDriver } from './nearest-driver.ts';

export interface DispatcherParts {
  readonly userId: string;
  readonly admin: Admin;
  /** Whether somebody belongs to this run; a daemon may have others. */
  readonly isOurs: (userId: string) => boolean;
  /** Of the town: the dispatcher looks at the board as often as people do. */
  readonly townClock: Clock;
  readonly commands: CommandBook;
}

/**
 * What the dispatcher does with the board. `assigning`: finds drivers. `clearing`: cancels what has
 * no driver on the way. `closing`: cancels everything.
 */
export type Orders = 'assigning' | 'clearing' | 'closing';

const LOOK_MS = 1_000;
/** After a refusal the board needs a moment to show why. */
const PATIENCE_MS = 3_000;
/** How many questions may be open at once. */
const ASKED_MAX = 200;

/** The dispatcher of a run: sees all bookings and drivers, and gives each booking the nearest. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #board: BookingBoard;
  readonly #fleet = new Map<string, DriverView>();
  /** Bookings and drivers that an answer is awaited for, or that are left alone for a while. */
  readonly #aside = new Set<string>();
  #orders: Orders = 'assigning';
  #timer: Timer | null = null;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#board = new BookingBoard(parts.isOurs);
  }

  /** Enters the rooms; resolves when the daemon has let the dispatcher in. */
  async start(): Promise<void> {
    const { admin, townClock } = this.#parts;
    const board = this.#board;
    admin.client.on('status', ({ state }) => {
      if (state === 'offline') board.interrupt();
    });
    await Promise.all([
      admin.watchFleet((drivers) => this.#track(drivers)),
      admin.watchBookings({
        bookings: (views) => board.show(views),
        changed: (step, view) => board.change(step, view),
        settled: (open) => board.settle(open),
      }),
    ]);
    this.#timer = townClock.every(LOOK_MS, () => this.#look());
  }

  get client(): Client {
    return this.#parts.admin.client;
  }

  /** Bookings of the run that are not over, as far as is known. */
  get open(): readonly BoardEntry[] {
    return this.#board.open;
  }

  countByStatus(): Record<BookingStatus, number> {
    return this.#board.countByStatus();
  }

  /** Whether what is known is the present. */
  get isCurrent(): boolean {
    return this.#board.isCurrent && this.#parts.admin.client.status.state === 'live';
  }

  follow(orders: Orders): void {
    this.#orders = orders;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #track(drivers: readonly DriverView[]): void {
    for (const driver of drivers) {
      const driverId = fromWireId(driver.driver_id);
      if (this.#parts.isOurs(driverId)) this.#fleet.set(driverId, driver);
    }
  }

  #look(): void {
    if (!this.isCurrent) return;
    const busy = new Set(this.#board.busyDriverIds);
    for (const entry of this.#board.open) {
      if (this.#aside.size >= ASKED_MAX) return;
      if (this.#aside.has(entry.bookingId)) continue;
      if (this.#isToCancel(entry)) void this.#cancel(entry);
      else if (this.#orders === 'assigning' && isFree(entry)) this.#assign(entry, busy);
    }
  }

  #isToCancel(entry: BoardEntry): boolean {
    if (this.#orders === 'assigning') return false;
    return this.#orders === 'closing' || isFree(entry) || entry.status === 'assigned';
  }

  #assign(entry: BoardEntry, busy: Set<string>): void {
    const { pickup, excluded } = entry;
    if (pickup === null) return;
    const driverId = nearestDriver(
      this.#fleet.values(),
      pickup,
      (id) => excluded.has(id) || busy.has(id) || this.#aside.has(id),
    );
    if (driverId === null) return;
    busy.add(driverId);
    void this.#offer(entry, driverId);
  }

  async #offer(entry: BoardEntry, driverId: string): Promise<void> {
    const { admin } = this.#parts;
    const { bookingId, version } = entry;
    this.#aside.add(driverId);
    const refusal = await this.#ask(entry, { step: 'assign', bookingId, version, driverId }, () =>
      admin.assign({ booking_id: bookingId, driver_id: driverId }),
    );
    if (refusal?.reason === 'excluded') entry.excluded.add(driverId);
    if (refusal?.reason?.startsWith('driver_')) this.#leaveAlone(driverId);
    else this.#aside.delete(driverId);
  }

  async #cancel(entry: BoardEntry): Promise<void> {
    const { admin } = this.#parts;
    const { bookingId, version } = entry;
    await this.#ask(entry, { step: 'cancel', bookingId, version }, () =>
      admin.cancel(bookingId, { reason: 'simulation_over' }),
    );
  }

  /** Asks, and leaves the booking alone until the answer is on the board, or explained by it. */
  async #ask(
    { bookingId }: BoardEntry,
    question: Omit<Refusal, 'by' | 'code' | 'reason' | 'message'>,
    send: () => Promise<unknown>,
  ): Promise<Refusal | null> {
    const { commands, userId } = this.#parts;
    this.#aside.add(bookingId);
    const answer = await commands.ask({ ...question, by: `admin:${userId}` }, send);
    this.#leaveAlone(bookingId);
    return answer.kind === 'refused' ? answer.refusal : null;
  }

  #leaveAlone(id: string): void {
    this.#aside.add(id);
    this.#parts.townClock.after(PATIENCE_MS, () => this.#aside.delete(id));
  }
}
