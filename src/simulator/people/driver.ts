import type { BookingState, Offer, Driver as Phone } from '../../client/index.ts';
import type { Clock, Timer } from '../../clock/index.ts';
import { assertNever } from '../../protocol/assert-never.ts';
import { fromWireId, type Point } from '../../protocol/index.ts';
import type { CommandBook } from '../account/command-book.ts';
import type { PositionRecord } from '../account/position-record.ts';
import type { Vehicle } from '../motion/vehicle.ts';
import type { Random } from '../random.ts';
import { ServiceTime } from '../service-time.ts';
import { DRIVER_STEPS, type DriverStep } from './driver-steps.ts';

export interface DriverParts {
  readonly userId: string;
  readonly phone: Phone;
  readonly vehicle: Vehicle;
  readonly random: Random;
  /** Share of the offers that are turned down. */
  readonly declineRate: number;
  /** Of the wall: the daemon tells by it how often to report. */
  readonly clock: Clock;
  /** Of the town: driving and thinking go by it. */
  readonly townClock: Clock;
  readonly commands: CommandBook;
  readonly positions: PositionRecord;
}

/** A booking that the driver has been offered or holds. */
interface Trip {
  readonly bookingId: string;
  readonly pickup: Point;
  readonly dropoff: Point;
  status: BookingState['status'];
  version: number;
  /** Each step is made once: then the daemon's word is waited for. */
  askedAtVersion: number;
}

/** Until the daemon has said how often it wants to know. */
const REPORT_MS = 5_000;
const FIRST_REPORT_MS = 500;
const REPORT_MS_MIN = 20;

/**
 * A driver: drives, reports where, and carries one booking through its steps.
 *
 *   roaming ──offer──▶ thinking ──accept──▶ to the pickup ──▶ waiting ──▶ to the drop-off ──▶
 * roaming
 *
 * What the driver believes of the booking is only what the daemon has shown, so after a lost
 * connection there is nothing to repair: the next event says where things stand.
 */
export class Driver {
  readonly #parts: DriverParts;
  readonly #time: ServiceTime;
  #trip: Trip | null = null;
  #reportMs = REPORT_MS;
  #drivenUntilMs: number;
  #timer: Timer | null = null;
  #step: Timer | null = null;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    const { phone, townClock } = parts;
    this.#time = new ServiceTime(townClock);
    this.#drivenUntilMs = townClock.monotonic();
    phone.client.on('authenticated', ({ server_time, report }) => {
      this.#time.sync(server_time);
      if (report !== undefined) this.#reportEvery(report.interval_ms);
    });
    phone.client.on('report', ({ interval_ms }) => this.#reportEvery(interval_ms));
    phone.onOffer((offer) => this.#consider(offer));
    phone.onBooking((booking) => this.#hear(booking));
  }

  /** Begins to drive about and to report. */
  start(): void {
    this.#drivenUntilMs = this.#parts.townClock.monotonic();
    // Who comes on duty says at once where; the dispatcher knows nobody yet.
    this.#reportIn(FIRST_REPORT_MS * this.#parts.random.next());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#step?.cancel();
  }

  /** The vehicle has gone on since it was looked at last. */
  #drive(): void {
    const nowMs = this.#parts.townClock.monotonic();
    this.#parts.vehicle.advance(nowMs - this.#drivenUntilMs);
    this.#drivenUntilMs = nowMs;
  }

  #beat(): void {
    const { vehicle, phone, positions, userId, random } = this.#parts;
    this.#drive();
    const fix = vehicle.fix(this.#time.now());
    positions.handOver(userId, fix.timestamp);
    phone.sendPosition(this.#trip === null ? fix : { ...fix, booking_id: this.#trip.bookingId });
    this.#act();
    // A fleet must not report in step.
    this.#reportIn(this.#reportMs * random.between(0.95, 1.05));
  }

  #reportEvery(intervalMs: number): void {
    if (intervalMs === this.#reportMs) return;
    this.#reportMs = Math.max(intervalMs, REPORT_MS_MIN);
    if (this.#timer !== null) this.#reportIn(this.#reportMs * this.#parts.random.next());
  }

  #reportIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(delayMs, () => this.#beat());
  }

  #consider(offer: Offer): void {
    const { pickup, dropoff, version } = offer;
    // Without coordinates there is nothing to drive to; the offer then expires.
    if (pickup === undefined || dropoff === undefined || this.#trip !== null) return;
    const bookingId = fromWireId(offer.booking_id);
    const status = 'assigned';
    this.#trip = { bookingId, pickup, dropoff, status, version, askedAtVersion: 0 };
    // Nobody reads and drives: the vehicle stands until it is known where to.
    this.#drive();
    this.#parts.vehicle.hold();
    this.#act();
  }

  #hear({ booking_id, status, version }: BookingState): void {
    const trip = this.#trip;
    if (trip === null || trip.bookingId !== fromWireId(booking_id)) return;
    if (version <= trip.version) return;
    this.#drive();
    Object.assign(trip, { status, version });
    this.#step?.cancel();
    const { vehicle } = this.#parts;
    if (status === 'on_way') vehicle.driveTo(trip.pickup);
    else if (status === 'started') vehicle.driveTo(trip.dropoff);
    else if (DRIVER_STEPS[status] === undefined) {
      this.#trip = null;
      vehicle.roam();
    }
    this.#act();
  }

  /** Makes the next step, if the vehicle is where it can be made, in as long as that takes. */
  #act(): void {
    const { vehicle, random, townClock } = this.#parts;
    const trip = this.#trip;
    const step = trip === null ? undefined : DRIVER_STEPS[trip.status];
    if (trip === null || step === undefined || trip.askedAtVersion === trip.version) return;
    if (step.atGoal && vehicle.activity !== 'arrived') return;
    trip.askedAtVersion = trip.version;
    const takesMs = 1_000 * random.between(...step.takesS);
    this.#step = townClock.after(takesMs, () => void this.#ask(trip, step.name));
  }

  async #ask({ bookingId, version }: Trip, name: DriverStep['name']): Promise<void> {
    const { userId, random, declineRate, commands } = this.#parts;
    const declines = name === 'answer' && random.next() < declineRate;
    const step = declines ? 'decline' : name;
    const question = { by: `driver:${userId}`, step, bookingId, version };
    await commands.ask(question, () => this.#send(step, bookingId));
  }

  #send(step: DriverStep['name'] | 'decline', bookingId: string): Promise<unknown> {
    const { phone } = this.#parts;
    switch (step) {
      case 'answer':
        return phone.accept(bookingId);
      case 'decline':
        return phone.decline(bookingId, 'busy');
      case 'set off':
        return phone.onWay(bookingId);
      case 'arrive':
        return phone.arrived(bookingId);
      case 'start':
        return phone.start(bookingId);
      case 'complete':
        return phone.complete(bookingId);
      default:
        return assertNever(step);
    }
  }
}
