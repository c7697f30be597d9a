import { drive, newCast, openSceneWith, PLACES, type Scene } from '../../support/scene.ts';
import type { SimulatedClient } from '../../support/simulated-client.ts';
import { type SimulatedDaemon, simulateDaemon } from '../../support/simulated-daemon.ts';

/** By how much the clock of the machine is set, and after how many seconds it is set right. */
export interface Jump {
  readonly byMs: number;
  readonly lastsS: number;
}

/** When the clock is set, in seconds of a town's life. */
const JUMPS_AT_S = 10;
/** How long a booking waits for a driver there. */
export const PATIENCE_S = 300;

/** A trip under way, and offers and requests that nobody answers, while somebody sets the clock. */
export class JumpingTown {
  readonly daemon: SimulatedDaemon;
  readonly trip: Scene<SimulatedClient>;
  /** Has a token that lasts half an hour. */
  readonly guest: SimulatedClient;
  /** How many seconds each booking was offered, or waited for a driver. */
  readonly livesS = new Map<string, number[]>();
  second = 0;
  private readonly jump: Jump;
  private readonly waiting = new Map<string, { readonly kind: string; readonly sinceS: number }>();

  private constructor(
    daemon: SimulatedDaemon,
    parts: Pick<JumpingTown, 'trip' | 'guest'>,
    jump: Jump,
  ) {
    this.daemon = daemon;
    this.trip = parts.trip;
    this.guest = parts.guest;
    this.jump = jump;
  }

  static async open(jump: Jump): Promise<JumpingTown> {
    const bookings = { noDriverAfterMs: PATIENCE_S * 1_000 };
    const daemon = await simulateDaemon({ bookings });
    const trip = await openSceneWith((userName) => connect(daemon, userName, null));
    await drive(trip, 'accepted');
    const guest = await connect(daemon, 'rider:guest', 1_800_000);
    return new JumpingTown(daemon, { trip, guest }, jump);
  }

  /** One second in which everybody lives. */
  async pass(): Promise<void> {
    this.second += 1;
    const { byMs, lastsS } = this.jump;
    if (this.second === JUMPS_AT_S) this.daemon.clock.jump(byMs);
    if (this.second === JUMPS_AT_S + lastsS) this.daemon.clock.jump(-byMs);
    await this.daemon.pass(1);
    for (const bookingId of this.waiting.keys()) await this.look(bookingId);
  }

  async offer(): Promise<void> {
    const { assignment, bookingId } = newCast();
    await this.trip.admin.must(assignment);
    this.waiting.set(String(bookingId), { kind: 'offer', sinceS: this.second });
  }

  async request(): Promise<void> {
    const { bookingId, riderId } = newCast();
    const request = {
      type: 'request_booking',
      booking_id: bookingId,
      rider_id: riderId,
      ...PLACES,
    };
    await this.trip.admin.must(request);
    this.waiting.set(String(bookingId), { kind: 'request', sinceS: this.second });
  }

  /** Writes down how long it was what it was, once it is not any more. */
  private async look(bookingId: string): Promise<void> {
    const waiting = this.waiting.get(bookingId);
    const booking = await this.daemon.store.booking(bookingId);
    if (waiting === undefined || booking?.status === 'assigned' || booking?.status === 'pending')
      return;
    this.waiting.delete(bookingId);
    const lives = this.livesS.get(waiting.kind) ?? [];
    this.livesS.set(waiting.kind, [...lives, this.second - waiting.sinceS]);
  }
}

async function connect(daemon: SimulatedDaemon, userName: string, ttl_ms: number | null) {
  const token = await daemon.tokenFor(userName, { ttl_ms });
  const client = await daemon.connectWith({ token, device: userName });
  client.answersPings = true;
  return client;
}
