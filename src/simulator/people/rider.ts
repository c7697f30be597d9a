import type { BookingState, Rider as Phone } from '../../client/index.ts';
import type { Clock, Timer } from '../../clock/index.ts';
import { fromWireId, type ServerMessageOf, stageOf } from '../../protocol/index.ts';
import type { CommandBook } from '../account/command-book.ts';
import type { PositionRecord } from '../account/position-record.ts';
import type { Troubles } from '../account/troubles.ts';
import type { Place } from '../places.ts';
import type { Random } from '../random.ts';
import type { Town } from '../town.ts';

export interface RiderParts {
  readonly userId: string;
  readonly phone: Phone;
  readonly town: Pick<Town, 'drawTrip'>;
  readonly random: Random;
  /** Of the town: waiting and resting go by it. */
  readonly townClock: Clock;
  readonly commands: CommandBook;
  readonly positions: PositionRecord;
  readonly troubles: Troubles;
}

/**
 * Where a rider is in a day:
 *
 *   resting ──request──▶ asking ──the booking is known──▶ travelling ──its end──▶ resting
 *
 * `home`: from any of these, once no more trips are wanted.
 */
type Stage =
  | { readonly name: 'resting' | 'asking' | 'home' }
  | {
      readonly name: 'travelling';
      readonly bookingId: string;
      readonly booking: BookingState | null;
      readonly driverId: string | null;
    };

type Travelling = Extract<Stage, { name: 'travelling' }>;

/** Seconds from … to. */
const FIRST_REST_S = [0, 15] as const;
const REST_S = [5, 30] as const;
/** Some change their mind about a trip, this soon; everybody gives up some time. */
const FICKLE_SHARE = 0.04;
const FICKLE_S = [5, 60] as const;
const PATIENCE_S = [480, 900] as const;
const CANCELLABLE = new Set(['pending', 'assigned', 'declined', 'accepted', 'on_way']);
const RATING_SHARE = 0.7;

/** A rider: asks for a trip, watches the driver come, rides, rates, and rests. */
export class Rider {
  readonly #parts: RiderParts;
  #stage: Stage = { name: 'resting' };
  #isLastTrip = false;
  #timer: Timer | null = null;

  constructor(parts: RiderParts) {
    this.#parts = parts;
    parts.phone.onBooking((booking) => this.#hear(booking));
    parts.phone.onPosition((position) => this.#see(position));
  }

  start(): void {
    this.#rest(FIRST_REST_S);
  }

  /** Asks for no more trips; one that has begun goes on. */
  stop(): void {
    if (this.#stage.name !== 'travelling') this.#stage = { name: 'home' };
    this.#isLastTrip = true;
    this.#timer?.cancel();
  }

  #rest(seconds: readonly [number, number]): void {
    this.#stage = { name: this.#isLastTrip ? 'home' : 'resting' };
    if (!this.#isLastTrip) this.#after(seconds, () => void this.#request());
  }

  #after(seconds: readonly [number, number], act: () => void): void {
    const { townClock, random } = this.#parts;
    this.#timer?.cancel();
    this.#timer = townClock.after(1_000 * random.between(...seconds), act);
  }

  async #request(): Promise<void> {
    const { town, random, phone, commands } = this.#parts;
    this.#stage = { name: 'asking' };
    const { pickup, dropoff } = town.drawTrip(random);
    const ride = {
      pickup_location: pickup.name,
      dropoff_location: dropoff.name,
      pickup: pointOf(pickup),
      dropoff: pointOf(dropoff),
    };
    const question = { by: this.#name, step: 'request', bookingId: null, version: 0 };
    const answer = await commands.ask(question, async () => {
      const { booking_id } = await phone.request(ride);
      this.#know(fromWireId(booking_id));
    });
    if (answer.kind !== 'done' && this.#stage.name === 'asking') this.#rest(REST_S);
  }

  /** From the answer or from the first event, whichever comes first. */
  #know(bookingId: string): void {
    if (this.#stage.name !== 'asking') return;
    this.#stage = { name: 'travelling', bookingId, booking: null, driverId: null };
    const isFickle = this.#parts.random.next() < FICKLE_SHARE;
    this.#after(isFickle ? FICKLE_S : PATIENCE_S, () => void this.#cancel());
  }

  #hear(booking: BookingState): void {
    const bookingId = fromWireId(booking.booking_id);
    this.#know(bookingId);
    const stage = this.#stage;
    if (stage.name !== 'travelling' || stage.bookingId !== bookingId) return;
    const driver = booking.driver?.driver_id;
    const driverId = driver === undefined ? null : fromWireId(driver);
    this.#stage = { name: 'travelling', bookingId, booking, driverId };
    if (booking.status === 'completed') this.#rate(bookingId, booking.version);
    if (stageOf(booking.status) === 'final') this.#rest(REST_S);
  }

  #see({ booking_id, timestamp }: ServerMessageOf<'location_update'>): void {
    const { positions, troubles } = this.#parts;
    const stage = this.#stage;
    const bookingId = fromWireId(booking_id);
    if (stage.name !== 'travelling' || stage.bookingId !== bookingId) {
      troubles.add(`${this.#name} was shown a position of ${bookingId}, which is not under way`);
    } else if (stage.driverId !== null) positions.see(stage.driverId, timestamp);
  }

  async #cancel(): Promise<void> {
    const stage = this.#stage;
    if (stage.name !== 'travelling' || !isCancellable(stage)) return;
    const { phone, commands } = this.#parts;
    const { bookingId, booking } = stage;
    const version = booking?.version ?? 0;
    const question = { by: this.#name, step: 'cancel', bookingId, version };
    await commands.ask(question, () => phone.cancel(bookingId, 'changed_mind'));
  }

  #rate(bookingId: string, version: number): void {
    const { phone, random, commands } = this.#parts;
    if (random.next() >= RATING_SHARE) return;
    const rating = random.integer(3, 5);
    const question = { by: this.#name, step: 'rate', bookingId, version };
    void commands.ask(question, () => phone.rate(bookingId, rating));
  }

  get #name(): string {
    return `rider:${this.#parts.userId}`;
  }
}

function isCancellable({ booking }: Travelling): boolean {
  return booking === null || CANCELLABLE.has(booking.status);
}

/** What stands on the wire is a place's coordinates, not its road. */
function pointOf({ latitude, longitude }: Place) {
  return { latitude, longitude };
}
