import type { BookingState, Client, Driver, Offer } from '../../../src/client/index.ts';
import { driverClient } from '../../../src/client/index.ts';
import { causeOf } from './booking-log.ts';
import { OwnBookings } from './own-bookings.ts';
import { Phone } from './phone.ts';

const NEXT: Readonly<Record<string, 'on_way' | 'arrived' | 'started' | 'completed'>> = {
  accepted: 'on_way',
  on_way: 'arrived',
  arrived: 'started',
  started: 'completed',
};
/** About eleven metres of latitude: no two positions of a town are the same. */
const STRIDE_DEGREES = 0.0001;

/** A driver who answers offers, drives, gives up now and then, and tells where they are. */
export class DriverPhone extends Phone {
  private readonly bookings = new OwnBookings();
  private driver: Driver | null = null;
  private strides = 0;

  protected begin(client: Client, keeps: boolean): void {
    if (!keeps) this.bookings.clear();
    this.driver = driverClient(client, { clock: this.run?.clock ?? this.town.clock });
    const take = (booking: BookingState | Offer) => {
      if (this.isRunBy(client)) this.bookings.take(booking);
    };
    this.driver.onOffer(take);
    this.driver.onBooking(take);
  }

  get known() {
    return this.bookings.all();
  }

  act(): void {
    const { driver, random } = this;
    if (driver === null || this.run === null) return;
    this.move(driver);
    const booking = this.bookings.open();
    if (booking === undefined) return;
    const { id, status } = booking;
    const chance = random.next();
    const next = NEXT[status];
    if (status === 'assigned' && chance < 0.85) this.respond(driver, id, chance < 0.65);
    else if (next !== undefined && chance < 0.6) this.report(driver, id, next);
    else if (next !== undefined && chance < 0.68) this.report(driver, id, 'pending');
    // A thumb that slips: most of these are refused.
    else if (chance > 0.95) this.report(driver, id, random.pick(Object.values(NEXT)));
  }

  private move(driver: Driver): void {
    this.strides += 1;
    const latitude = 14 + Number(this.id) + this.strides * STRIDE_DEGREES;
    driver.sendPosition({ latitude, longitude: 121 });
  }

  private respond(driver: Driver, id: string, accepts: boolean): void {
    const { town, user } = this;
    const to = accepts ? 'accepted' : 'declined';
    const sent = town.ledger.ask(user, null, to);
    town.ledger.askStep(causeOf(user, id, to));
    town.follow(this.name, sent, `${to} ${id}`, () =>
      accepts ? driver.accept(id) : driver.decline(id),
    );
  }

  private report(
    driver: Driver,
    booking_id: string,
    status: 'pending' | (typeof NEXT)[string],
  ): void {
    const { town, user } = this;
    const sent = town.ledger.ask(user, 'message', status);
    const message = { type: 'status_update', booking_id, status, message: sent.mark } as const;
    town.follow(this.name, sent, `${status} ${booking_id}`, () => driver.client.send(message));
  }
}
