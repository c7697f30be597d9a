import type { PairTokens } from '../operator-api.ts';
import type { Look } from './bookings-messages.ts';
import { Measurement } from './measurement.ts';
import { type Pace, pace, pause, turn } from './pace.ts';
import { hearAnswer, STEPS, Trip, type Witness } from './trip.ts';
import { payAcks, User } from './user.ts';

/** Commands leave in slices of this. */
const SLICE_MS = 1;
const ACK_SLICE_MS = 5;
/** How long a look waits for its last commands. */
const SETTLE_MS = 5_000;
const OPENED_AT_ONCE = 50;

export interface TripUsers {
  readonly url: string;
  readonly pairs: readonly PairTokens[];
  readonly adminTokens: readonly string[];
}

/** Many trips at different steps, and all parties of them. */
export class Trips {
  admins: readonly User[] = [];
  readonly riders: User[] = [];
  private readonly trips: Trip[] = [];
  private measurement = new Measurement(0);
  /** Trips outlive a measurement; they tell whichever is under way. */
  private readonly witness: Witness = {
    acked: (dueAt, sentAt) => this.measurement.acked(dueAt, sentAt),
    seen: (dueAt) => this.measurement.seen(dueAt),
    done: (dueAt) => this.measurement.done(dueAt),
    refused: (code, isTemporary) => this.measurement.refused(code, isTemporary),
  };

  async open({ url, pairs, adminTokens }: TripUsers): Promise<void> {
    setInterval(() => this.measurement.acknowledged(payAcks(performance.now())), ACK_SLICE_MS);
    const opening = adminTokens.map((token, index) => User.open(url, 'admin', index + 1, token));
    this.admins = await Promise.all(opening);
    for (const admin of this.admins) admin.onMessage = hearAnswer;
    for (let start = 0; start < pairs.length; start += OPENED_AT_ONCE) {
      const some = pairs.slice(start, start + OPENED_AT_ONCE);
      await Promise.all(some.map((pair) => this.enter(url, pair)));
    }
    await this.spread();
  }

  async sendSingly(count: number): Promise<Look> {
    this.measurement = new Measurement(0);
    for (let index = 0; index < count; index += 1) {
      const trip = this.trips[index % this.trips.length];
      const dueAt = performance.now();
      this.measurement.due(dueAt);
      trip?.advance(dueAt);
      while (trip?.isIdle === false) await turn();
    }
    return this.measurement.look(0);
  }

  /** At a steady rate, however long the answers take. */
  async send({ warmUpMs, ...order }: Pace & { readonly warmUpMs: number }): Promise<Look> {
    this.measurement = new Measurement(performance.now() + warmUpMs);
    await pace({ ...order, forMs: warmUpMs + order.forMs }, (index, dueAt) => {
      this.measurement.due(dueAt);
      this.trips[index % this.trips.length]?.advance(dueAt);
    });
    // Before the settling, in which the generator is idle.
    const { generatorLoad } = this.measurement.look(order.perSecond);
    await this.settle();
    return { ...this.measurement.look(order.perSecond), generatorLoad };
  }

  private async enter(url: string, { id, driverToken, riderToken }: PairTokens): Promise<void> {
    const driver = await User.open(url, 'driver', id, driverToken);
    const rider = await User.open(url, 'rider', id, riderToken);
    const admin = this.admins[id % this.admins.length] ?? driver;
    this.riders.push(rider);
    this.trips.push(new Trip({ userId: id, admin, driver, rider }, this.witness));
  }

  /** Brings the trips to different steps, so that a look sees all of them mixed. */
  private async spread(): Promise<void> {
    for (let step = 1; step < STEPS.length; step += 1) {
      const some = this.trips.filter((_, index) => index % STEPS.length >= step);
      for (let start = 0; start < some.length; start += OPENED_AT_ONCE) {
        const slice = some.slice(start, start + OPENED_AT_ONCE);
        for (const trip of slice) trip.advance(performance.now());
        while (slice.some((trip) => !trip.isIdle)) await pause(SLICE_MS);
      }
    }
  }

  /** Waits for the last commands; what then was not even sent is lost. */
  private async settle(): Promise<void> {
    for (let waitedMs = 0; waitedMs < SETTLE_MS && !this.measurement.isSettled; waitedMs += 20) {
      await pause(20);
    }
    for (const trip of this.trips) trip.forget();
  }
}
