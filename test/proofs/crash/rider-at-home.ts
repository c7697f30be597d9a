import { connectRider, type Rider } from '../../../src/client/index.ts';
import { stageOf, type WireId } from '../../../src/protocol/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import type { Habits } from './habits.ts';
import { Phone } from './phone.ts';
import type { Resident, Town } from './town.ts';

/** Asks for one trip after the other, loses patience now and then, and rates what was driven. */
export class RiderAtHome implements Resident {
  private readonly town: Town;
  private readonly random: Random;
  private readonly phone: Phone<Rider>;
  private readonly open = new Set<WireId>();
  private readonly unrated = new Set<WireId>();

  constructor(town: Town, user: string, token: string, habits: Habits, random: Random) {
    this.town = town;
    this.random = random;
    const listen = (rider: Rider) => this.listen(rider);
    const parts = { town, user, token, habits, random, listen, connect: connectRider };
    this.phone = new Phone(parts);
  }

  get stream() {
    return this.phone.stream;
  }

  async work(): Promise<void> {
    await Promise.all([this.travel(), this.phone.dieOften()]);
  }

  wake(): void {
    this.phone.app.client.wake();
  }

  leave(): Promise<void> {
    return this.phone.leave();
  }

  private listen(rider: Rider): void {
    rider.onBooking(({ booking_id, status }) => {
      if (stageOf(status) !== 'final') this.open.add(booking_id);
      else this.open.delete(booking_id);
      if (status === 'completed') this.unrated.add(booking_id);
    });
  }

  private async travel(): Promise<void> {
    while (this.town.isOpen) {
      await this.town.pause(this.random, 20, 200);
      if (this.phone.isOn) await this.act();
    }
  }

  private async act(): Promise<void> {
    const [booking] = this.open;
    const [finished] = this.unrated;
    if (finished !== undefined) await this.judge(finished);
    else if (booking === undefined) await this.request();
    else if (this.random.next() < 0.01) await this.cancel(booking);
  }

  private async request(): Promise<void> {
    const places = { pickup_location: 'Public market', dropoff_location: 'San Roque chapel' };
    await this.phone.command((note) => ({ type: 'request_booking', ...places, note }));
  }

  private async cancel(booking_id: WireId): Promise<void> {
    await this.phone.command((message) => ({
      type: 'status_update',
      booking_id,
      status: 'cancelled',
      message,
    }));
  }

  private async judge(booking_id: WireId): Promise<void> {
    this.unrated.delete(booking_id);
    if (this.random.next() < 0.3) return;
    const rating = this.random.integer(1, 5);
    await this.phone.command((comment) => ({ type: 'rate_booking', booking_id, rating, comment }));
  }
}
