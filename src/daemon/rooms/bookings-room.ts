import { toWireId } from '../../protocol/index.ts';
import { bookingView } from '../bookings/booking-view.ts';
import { renderStatusUpdate } from '../bookings/render-delivery.ts';
import type { Bus } from '../bus/bus.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Session } from '../gateway/session.ts';
import type { CommittedStep, Store } from '../store/store.ts';
import { BookingPages } from './booking-pages.ts';
import { onePage, type Room, sendToAll } from './room.ts';

/** Every open booking, and each of their steps. */
export function bookingsRoom(bus: Bus, store: Store): Room {
  const members = new Set<Session>();
  const unsubscribe = bus.subscribe('step', (step) => {
    if (members.size > 0) sendToAll(members, roomText(step));
  });
  return {
    async join(session) {
      members.add(session);
      return new BookingPages(store);
    },
    leave: (session) => members.delete(session),
    close: unsubscribe,
  };
}

/** A booking that is new to the room comes whole, any other as its step. */
function roomText(step: CommittedStep): string {
  return step.transition.from === null
    ? JSON.stringify({ type: 'booking', booking: bookingView(step.booking, step.driver) })
    : JSON.stringify(renderStatusUpdate(step, 'admin'));
}

/** One booking: its steps, and its driver's positions. Keyed by booking id. */
export class BookingRooms implements Room {
  private readonly members = new Map<string, Set<Session>>();
  private readonly store: Store;
  private readonly fleet: Fleet;
  private readonly unsubscribe: () => void;

  constructor(bus: Bus, store: Store, fleet: Fleet) {
    this.store = store;
    this.fleet = fleet;
    this.unsubscribe = bus.subscribe('step', (step) => {
      const members = this.members.get(step.booking.bookingId);
      if (members === undefined) return;
      sendToAll(members, JSON.stringify(renderStatusUpdate(step, 'admin')));
    });
  }

  async join(session: Session, { room }: { readonly room: string }) {
    const bookingId = room.slice('booking:'.length);
    const members = this.members.get(bookingId) ?? new Set();
    this.members.set(bookingId, members.add(session));
    const booking = await this.store.booking(bookingId);
    if (booking === null) return onePage(() => ({ bookings: [], positions: [] }));
    const { driverId } = booking;
    const card = driverId === null ? null : await this.store.driverCard(driverId);
    const bookings = [bookingView(booking, card)];
    return onePage(() => ({
      bookings,
      positions: this.fleet.positionsOf(bookingId, driverId),
    }));
  }

  leave(session: Session, room: string): void {
    const bookingId = room.slice('booking:'.length);
    const members = this.members.get(bookingId);
    members?.delete(session);
    if (members?.size === 0) this.members.delete(bookingId);
  }

  /** Who watches this booking. */
  watchers(bookingId: string): Iterable<Session> {
    return this.members.get(bookingId) ?? [];
  }

  close(): void {
    this.unsubscribe();
  }
}

/** The key under which the latest position of a booking coalesces. */
export function positionKey(bookingId: string): string {
  return `position:${toWireId(bookingId)}`;
}
