import { type Client, type Rider, riderClient } from '../../../src/client/index.ts';
import { OwnBookings } from './own-bookings.ts';
import { Phone } from './phone.ts';

/** A rider who asks for rides, sometimes thinks better of it, and rates them. */
export class RiderPhone extends Phone {
  private readonly bookings = new OwnBookings();
  private rider: Rider | null = null;

  protected begin(client: Client, keeps: boolean): void {
    if (!keeps) this.bookings.clear();
    this.rider = riderClient(client);
    this.rider.onBooking((booking) => {
      if (this.isRunBy(client)) this.bookings.take(booking);
    });
  }

  get known() {
    return this.bookings.all();
  }

  act(): void {
    const { rider, random } = this;
    if (rider === null || this.run === null) return;
    const open = this.bookings.open();
    const chance = random.next();
    if (open === undefined && chance < 0.6) this.request(rider);
    else if (open !== undefined && chance < 0.06) this.cancel(rider, open.id);
    else if (chance > 0.85) this.rate(rider);
  }

  private request(rider: Rider): void {
    const { town, user } = this;
    const sent = town.ledger.ask(user, 'note');
    town.follow(this.name, sent, `request`, () =>
      rider.request({ pickup_location: 'Plaza', dropoff_location: 'Mercado', note: sent.mark }),
    );
  }

  private cancel(rider: Rider, bookingId: string): void {
    const { town, user } = this;
    const sent = town.ledger.ask(user, 'message', 'cancelled');
    town.follow(this.name, sent, `cancel ${bookingId}`, () =>
      rider.client.send({
        type: 'status_update',
        booking_id: bookingId,
        status: 'cancelled',
        message: sent.mark,
      }),
    );
  }

  private rate(rider: Rider): void {
    const { town, user, random } = this;
    const done = this.bookings.completed();
    if (done === undefined) return;
    const sent = town.ledger.ask(user, 'rating_comment');
    town.follow(this.name, sent, `rate ${done.id}`, () =>
      rider.rate(done.id, random.integer(1, 5), sent.mark),
    );
  }
}
