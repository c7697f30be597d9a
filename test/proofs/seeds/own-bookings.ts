import type { BookingState, Offer } from '../../../src/client/index.ts';
import { isOpen } from './lifecycle.ts';

export interface Known {
  readonly id: string;
  readonly status: string;
  readonly version: number;
}

/** What an app knows of its user's bookings. */
export class OwnBookings {
  private readonly bookings = new Map<string, Known>();

  take({ booking_id, version, ...rest }: BookingState | Offer): void {
    const id = String(booking_id);
    const status = 'status' in rest ? rest.status : 'assigned';
    this.bookings.set(id, { id, status, version });
  }

  open(): Known | undefined {
    return this.all().find(({ status }) => isOpen(status) && status !== 'declined');
  }

  completed(): Known | undefined {
    return this.all().findLast(({ status }) => status === 'completed');
  }

  all(): readonly Known[] {
    return [...this.bookings.values()];
  }

  clear(): void {
    this.bookings.clear();
  }
}
