import { type BookingView, fromWireId, stageOf } from '../../protocol/index.ts';
import { type BookingStep, bookingAfter } from './booking-after.ts';

export interface BookingsListener {
  /** Bookings in full: from the state of the room, which may come in parts, or new to it. */
  readonly bookings: (bookings: readonly BookingView[]) => void;
  /** A step of a booking that was shown, and the booking after it. */
  readonly changed: (step: BookingStep, booking: BookingView) => void;
  /**
   * The state of the room has come in full, first and after every reconnection: these bookings
   * are open. Any other one that was shown ended while the connection was lost.
   */
  readonly settled?: (open: readonly BookingView[]) => void;
}

interface Known {
  readonly booking: BookingView;
  /** The count of connections when it was last heard of. */
  readonly heardIn: number;
}

/**
 * The open bookings, from the room `bookings`: its state in pages, and the steps that happen while
 * it is read and sent. Either may overtake the other, so the newest version counts.
 */
export class BookingsBoard {
  private readonly bookingsMax: number;
  private readonly listener: BookingsListener;
  private readonly open = new Map<string, Known>();
  /** A page that is older than the end of a booking does not open it again. */
  private readonly ended = new Set<string>();
  /** Steps that have overtaken the page with their booking. */
  private early: BookingStep[] = [];
  private connections = 0;
  private isSettled = false;
  private epoch: string | null = null;

  constructor(bookingsMax: number, listener: BookingsListener) {
    this.bookingsMax = bookingsMax;
    this.listener = listener;
  }

  /** Another history than before has other bookings. */
  begin(epoch: string): void {
    if (this.epoch !== null && this.epoch !== epoch) {
      this.open.clear();
      this.ended.clear();
    }
    this.epoch = epoch;
  }

  show(views: readonly BookingView[]): void {
    const news = views.filter((view) => this.take(view));
    if (news.length > 0) this.listener.bookings(news);
    this.catchUp();
  }

  change(step: BookingStep): void {
    const id = fromWireId(step.booking_id);
    const known = this.open.get(id);
    if (known === undefined) this.keepEarly(id, step);
    else if (known.booking.version >= step.version) this.put(id, known.booking);
    else {
      const booking = bookingAfter(known.booking, step);
      this.put(id, booking);
      this.listener.changed(step, booking);
    }
  }

  /** The last page of the state has come. */
  settle(): void {
    for (const [id, { heardIn }] of this.open) {
      if (heardIn !== this.connections) this.open.delete(id);
    }
    this.early = [];
    this.isSettled = true;
    this.listener.settled?.([...this.open.values()].map(({ booking }) => booking));
  }

  /** The connection is lost; what is known stays until the state has come again. */
  interrupt(): void {
    this.connections += 1;
    this.early = [];
    this.isSettled = false;
  }

  private take(view: BookingView): boolean {
    const id = fromWireId(view.booking_id);
    const known = this.open.get(id)?.booking;
    if (this.ended.has(id)) return false;
    const isOld = known !== undefined && known.version > view.version;
    this.put(id, isOld ? known : view);
    return !isOld;
  }

  private put(id: string, booking: BookingView): void {
    if (stageOf(booking.status) === 'final') {
      this.open.delete(id);
      this.ended.add(id);
      forgetOldest(this.ended, this.bookingsMax);
    } else {
      this.open.set(id, { booking, heardIn: this.connections });
      forgetOldest(this.open, this.bookingsMax);
    }
  }

  private keepEarly(id: string, step: BookingStep): void {
    if (this.isSettled || this.ended.has(id) || this.early.length >= this.bookingsMax) return;
    this.early.push(step);
  }

  private catchUp(): void {
    const { early } = this;
    this.early = [];
    for (const step of early) this.change(step);
  }
}

/** Entries that came first make room. */
function forgetOldest(entries: Set<string> | Map<string, unknown>, entriesMax: number): void {
  for (const id of entries.keys()) {
    if (entries.size <= entriesMax) return;
    entries.delete(id);
  }
}
