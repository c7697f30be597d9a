import { type Command, connectDriver, type Driver } from '../../../src/client/index.ts';
import { type BookingStatus, stageOf, type WireId } from '../../../src/protocol/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import type { Habits } from './habits.ts';
import { Phone } from './phone.ts';
import type { Resident, Town } from './town.ts';

type Job = readonly [bookingId: WireId, status: BookingStatus];

export const NEXT: Partial<Record<BookingStatus, BookingStatus>> = {
  accepted: 'on_way',
  on_way: 'arrived',
  arrived: 'started',
  started: 'completed',
};

const MIDDLE_OF_TOWN = { latitude: 13.76, longitude: 121.06 };

/** Answers offers and drives trips, not always to their end. */
export class DriverAtWork implements Resident {
  private readonly town: Town;
  private readonly random: Random;
  private readonly phone: Phone<Driver>;
  /** What the app knows of its own bookings; it outlives the app, as its storage does. */
  private readonly jobs = new Map<WireId, BookingStatus>();

  constructor(town: Town, user: string, token: string, habits: Habits, random: Random) {
    this.town = town;
    this.random = random;
    const listen = (driver: Driver) => this.listen(driver);
    const parts = { town, user, token, habits, random, listen, connect: connectDriver };
    this.phone = new Phone(parts);
  }

  get stream() {
    return this.phone.stream;
  }

  async work(): Promise<void> {
    await Promise.all([this.drive(), this.reportPositions(), this.phone.dieOften()]);
  }

  wake(): void {
    this.phone.app.client.wake();
  }

  leave(): Promise<void> {
    return this.phone.leave();
  }

  private listen(driver: Driver): void {
    driver.onOffer(({ booking_id }) => {
      // Some offers are overheard, and expire.
      if (this.random.next() < 0.88) this.jobs.set(booking_id, 'assigned');
    });
    driver.onBooking(({ booking_id, status }) => {
      if (stageOf(status) === 'held') this.jobs.set(booking_id, status);
      else if (status !== 'assigned') this.jobs.delete(booking_id);
    });
  }

  private async drive(): Promise<void> {
    while (this.town.isOpen) {
      await this.town.pause(this.random, 5, 50);
      const job = this.nextJob();
      if (job !== undefined && this.phone.isOn) await this.act(job);
    }
  }

  private async reportPositions(): Promise<void> {
    while (this.town.isOpen) {
      await this.town.pause(this.random, 600, 1_200);
      if (!this.phone.isOn) continue;
      const { latitude, longitude } = MIDDLE_OF_TOWN;
      const metres = this.random.between(-50, 50) / 111_000;
      this.phone.app.sendPosition({ latitude: latitude + metres, longitude });
    }
  }

  /** The trip before any offer. */
  private nextJob(): Job | undefined {
    const jobs = [...this.jobs];
    return jobs.find(([, status]) => status !== 'assigned') ?? jobs[0];
  }

  private async act([bookingId, status]: Job): Promise<void> {
    if (status === 'assigned') {
      await this.respond(bookingId);
      return;
    }
    const dice = this.random.next();
    if (status === 'arrived' && dice < 0.05) await this.report(bookingId, 'cancelled', 'no_show');
    else if (status !== 'started' && dice < 0.08) await this.report(bookingId, 'pending');
    else await this.goOn(bookingId, NEXT[status] ?? 'completed');
  }

  /** Now and then the button is tapped twice. */
  private async goOn(bookingId: WireId, status: BookingStatus): Promise<void> {
    const taps = this.random.next() < 0.1 ? 2 : 1;
    await Promise.all(Array.from({ length: taps }, () => this.report(bookingId, status)));
  }

  private async respond(booking_id: WireId): Promise<void> {
    const response = this.random.next() < 0.15 ? 'declined' : 'accepted';
    // What comes of it, the stream tells, perhaps before the answer comes.
    this.jobs.delete(booking_id);
    await this.phone.command((reason) => ({
      type: 'driver_response',
      booking_id,
      response,
      reason,
    }));
  }

  private async report(booking_id: WireId, status: BookingStatus, reason?: string): Promise<void> {
    await this.phone.command((message): Command<'status_update'> => {
      const why = reason === undefined ? {} : { reason };
      return { type: 'status_update', booking_id, status, message, ...why };
    });
  }
}
