import { type ApiClient, apiClient, ClientError } from '../../../src/client/index.ts';
import { systemClock } from '../../../src/clock/index.ts';
import {
  type BookingView,
  fromWireId,
  toWireId,
  type UserKey,
} from '../../../src/protocol/index.ts';
import { patientApi } from '../../../src/simulator/patient-api.ts';
import type { Random } from '../../../src/simulator/random.ts';
import type { LedgerCommand } from './command-ledger.ts';
import { type AdminCommand, type Draft, draftFor } from './drafts.ts';
import type { Resident, Town } from './town.ts';

/** How long one key is asked again while nobody answers. */
const PATIENCE_MS = 60_000;
const PLACES = { pickup_location: 'Public market', dropoff_location: 'San Roque chapel' };

/**
 * The site as its PHP does it: each command an HTTP request with a key, asked again until answered.
 */
export class WebSite implements Resident {
  readonly stream = null;
  private readonly town: Town;
  private readonly user: string;
  private readonly random: Random;
  private readonly people: readonly UserKey[];
  /** Riders whose pages cannot ask for a trip themselves. */
  private readonly riders: readonly UserKey[];
  private readonly api: Pick<ApiClient, 'call'>;
  private lastNumber = 0;

  constructor(
    town: Town,
    user: string,
    token: string,
    given: {
      readonly random: Random;
      readonly people: readonly UserKey[];
      readonly riders: readonly UserKey[];
    },
  ) {
    this.town = town;
    this.user = user;
    this.random = given.random;
    this.people = given.people;
    this.riders = given.riders;
    this.api = patientApi(apiClient({ url: town.url, token }), systemClock, PATIENCE_MS);
  }

  async work(): Promise<void> {
    await Promise.all([this.serve(), this.serve(), this.serve()]);
  }

  wake(): void {}

  async leave(): Promise<void> {}

  /** Ends whatever is still open, so that nothing happens any more. */
  async closeBookings(): Promise<void> {
    for (const { booking_id } of await this.openBookings()) {
      await this.ask((message) => ({
        type: 'status_update',
        booking_id,
        status: 'cancelled',
        message,
      }));
    }
  }

  /** The last message that somebody is sent; answers its number. */
  async bidFarewell({ role, userId }: UserKey): Promise<number | undefined> {
    const to = { role, user_id: toWireId(userId) };
    const { answer } = await this.ask((mark) => {
      return { type: 'notify', ...to, event: 'farewell', data: { mark } };
    });
    return answer?.ok ? (answer.result as { readonly seq: number }).seq : undefined;
  }

  private async serve(): Promise<void> {
    while (this.town.isOpen) {
      await this.town.pause(this.random, 50, 300);
      // A site that cannot see its bookings does nothing, and looks again later.
      const open = await this.openBookings().catch(ignoreOutage);
      const draft = open === null ? null : this.think(open);
      if (draft !== null) await this.ask(draft);
    }
  }

  private think(open: readonly BookingView[]): Draft | null {
    const riding = new Set(open.map(({ rider_id }) => fromWireId(rider_id)));
    const waiting = this.riders.find(({ userId }) => !riding.has(userId));
    if (waiting === undefined) return draftFor(open, this.people, this.random);
    this.lastNumber += 1;
    const trip = {
      booking_id: `web-${this.lastNumber}`,
      rider_id: toWireId(waiting.userId),
      ...PLACES,
    };
    if (this.random.next() < 0.6) return (note) => ({ type: 'request_booking', ...trip, note });
    const driver = this.random.pick(this.people.filter(({ role }) => role === 'driver'));
    const driver_id = toWireId(driver.userId);
    return (note) => ({ type: 'assign_driver', ...trip, driver_id, note });
  }

  private async openBookings(): Promise<readonly BookingView[]> {
    const query = { open: true, limit: 500 };
    return (await this.api.call('listBookings', { query })).bookings;
  }

  /** Now and then the form is sent twice. */
  private async ask(draft: Draft): Promise<LedgerCommand> {
    const { ledger } = this.town;
    const command = ledger.open(this.user, (mark) => ({ ...draft(mark) }));
    const times = this.random.next() < 0.15 ? 2 : 1;
    ledger.sent(command, `http/${this.user}`, command.mark);
    const message = draft(command.mark);
    await Promise.all(Array.from({ length: times }, () => this.send(command, message)));
    ledger.close(command);
    return command;
  }

  private async send(command: LedgerCommand, message: AdminCommand): Promise<void> {
    const { ledger } = this.town;
    try {
      const result = await call(this.api, message, command.mark);
      ledger.answered(command, { ok: true, result });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const { code, temporary, message: sentence } = error;
      ledger.answered(command, { ok: false, code, temporary, message: sentence });
    }
  }
}

function ignoreOutage(error: unknown): null {
  if (error instanceof ClientError && error.temporary) return null;
  throw error;
}

/** The same command as a request: what the path names is not in the body. */
function call(
  api: Pick<ApiClient, 'call'>,
  message: AdminCommand,
  idempotencyKey: string,
): Promise<unknown> {
  switch (message.type) {
    case 'request_booking': {
      const { type: _, rider_id = '', ...rest } = message;
      return api.call('createBooking', { body: { ...rest, rider_id }, idempotencyKey });
    }
    case 'assign_driver': {
      const { type: _, booking_id, ...body } = message;
      return api.call('assignDriver', { params: { booking_id }, body, idempotencyKey });
    }
    case 'status_update': {
      const { type: _, booking_id, ...body } = message;
      return api.call('setStatus', { params: { booking_id }, body, idempotencyKey });
    }
    case 'notify': {
      const { type: _, ...body } = message;
      return api.call('notify', { body, idempotencyKey });
    }
  }
}
