import { type BookingStatus, stageOf, type WireId } from '../../../src/protocol/index.ts';
import { NEXT } from './driver-at-work.ts';
import { ScriptPage } from './script-page.ts';

/** Drives with a page of the site instead of an app. */
export class ScriptDriver extends ScriptPage {
  private readonly jobs = new Map<WireId, BookingStatus>();

  protected show(bookingId: WireId, status: BookingStatus): void {
    if (status === 'assigned' || stageOf(status) === 'held') this.jobs.set(bookingId, status);
    else this.jobs.delete(bookingId);
  }

  protected async act(): Promise<void> {
    const job = [...this.jobs].find(([, status]) => status !== 'assigned') ?? [...this.jobs][0];
    if (job === undefined) return;
    const [booking_id, status] = job;
    const hasId = this.random.next() < 0.8;
    // What became of it, the stream says. Until then nothing is known of this booking.
    this.jobs.delete(booking_id);
    if (status === 'assigned') {
      const response = this.random.next() < 0.2 ? 'declined' : 'accepted';
      const answer = { type: 'driver_response', booking_id, response } as const;
      await this.command((reason) => ({ ...answer, reason }), hasId);
      return;
    }
    const step = { type: 'status_update', booking_id, status: NEXT[status] ?? 'pending' } as const;
    await this.command((message) => ({ ...step, message }), hasId);
  }
}

/** Follows a trip that the site has booked, and calls it off now and then. */
export class ScriptRider extends ScriptPage {
  private readonly open = new Set<WireId>();

  protected show(bookingId: WireId, status: BookingStatus): void {
    if (stageOf(status) === 'final') this.open.delete(bookingId);
    else this.open.add(bookingId);
  }

  protected async act(): Promise<void> {
    const [booking_id] = this.open;
    if (booking_id === undefined || this.random.next() > 0.02) return;
    const cancel = { type: 'status_update', booking_id, status: 'cancelled' } as const;
    await this.command((message) => ({ ...cancel, message }), false);
  }
}
