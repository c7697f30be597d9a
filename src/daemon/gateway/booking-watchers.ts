import { isFinal } from '../../core/index.ts';
import { renderStatusUpdate } from '../bookings/render-delivery.ts';
import type { Bus } from '../bus/bus.ts';
import type { CommittedStep } from '../store/store.ts';
import type { Session } from './session.ts';

/**
 * Sessions of `--booking` tokens: they see this one booking live and have no stream of their own.
 * Their session ends with the booking.
 */
export class BookingWatchers {
  private readonly byBooking = new Map<string, Set<Session>>();
  private readonly unsubscribe: () => void;

  constructor(bus: Bus) {
    this.unsubscribe = bus.subscribe('step', (step) => this.show(step));
  }

  add(session: Session, bookingId: string): void {
    const set = this.byBooking.get(bookingId) ?? new Set();
    this.byBooking.set(bookingId, set.add(session));
  }

  remove(session: Session): void {
    const { bookingId } = session.identity;
    if (bookingId === null) return;
    const set = this.byBooking.get(bookingId);
    set?.delete(session);
    if (set?.size === 0) this.byBooking.delete(bookingId);
  }

  of(bookingId: string): Iterable<Session> {
    return this.byBooking.get(bookingId) ?? [];
  }

  *all(): Iterable<Session> {
    for (const set of this.byBooking.values()) yield* set;
  }

  close(): void {
    this.unsubscribe();
  }

  private show(step: CommittedStep): void {
    const sessions = this.byBooking.get(step.booking.bookingId);
    if (sessions === undefined) return;
    const text = JSON.stringify(renderStatusUpdate(step, 'rider'));
    for (const session of [...sessions]) {
      session.sendText(text);
      if (isFinal(step.booking.status)) session.close('not_allowed', 'the booking has ended');
    }
  }
}
