import {
  type Address,
  type Client,
  connectAdmin,
  connectDriver,
  connectRider,
} from '../../client/index.ts';
import type { Clock } from '../../clock/index.ts';
import type { Role } from '../../protocol/index.ts';
import type { Accounts } from '../account/accounts.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { eachBounded } from '../each-bounded.ts';
import type { Town } from '../town.ts';
import { Driver } from './driver.ts';
import type { Identities, Identity } from './identities.ts';
import { Rider } from './rider.ts';

export interface CrewParts {
  readonly address: Address;
  readonly identities: Identities;
  readonly town: Town;
  readonly declineRate: number;
  /** Ids of the run's people begin with it; others on the same daemon are left alone. */
  readonly prefix: string;
  /** Of the wall. */
  readonly clock: Clock;
  /** As fast as the daemon's. */
  readonly townClock: Clock;
  readonly accounts: Accounts;
}

/** Connections that are being opened at a time, so that a small machine answers each in time. */
const CONNECTING_MAX = 50;
const ATTEMPTS_MAX = 5;

/** Everybody of a run, each with a connection of their own. */
export class Crew {
  readonly dispatcher: Dispatcher;
  readonly #parts: CrewParts;
  readonly #clients = new Map<Client, Role>();
  readonly #drivers: Driver[] = [];
  readonly #riders: Rider[] = [];
  #isClosing = false;

  constructor(parts: CrewParts) {
    this.#parts = parts;
    const { identities, prefix, townClock, accounts } = parts;
    this.dispatcher = new Dispatcher({
      userId: identities.dispatcher.userId,
      admin: connectAdmin(this.#optionsFor(identities.dispatcher)),
      isOurs: (userId) => userId.startsWith(prefix),
      townClock,
      commands: accounts.commands,
    });
    this.#watch(identities.dispatcher, this.dispatcher.client);
  }

  /** Connects everybody, the dispatcher first. Rejects with the first that cannot. */
  async connect(signal: AbortSignal | undefined): Promise<void> {
    const { drivers, riders } = this.#parts.identities;
    await this.dispatcher.client.ready({ attemptsMax: ATTEMPTS_MAX });
    await this.dispatcher.start();
    await eachBounded([...drivers, ...riders], CONNECTING_MAX, async (identity) => {
      if (signal?.aborted) return;
      const client = identity.role === 'driver' ? this.#hire(identity) : this.#welcome(identity);
      this.#watch(identity, client);
      await client.ready({ attemptsMax: ATTEMPTS_MAX });
    });
  }

  start(): void {
    for (const driver of this.#drivers) driver.start();
    for (const rider of this.#riders) rider.start();
  }

  get riderIds(): readonly string[] {
    return this.#parts.identities.riders.map(({ userId }) => userId);
  }

  /** How many of a role are connected. */
  online(role: Role): number {
    let count = 0;
    for (const [client, its] of this.#clients) {
      if (its === role && client.status.state === 'live') count += 1;
    }
    return count;
  }

  get isOnline(): boolean {
    return [...this.#clients.keys()].every(({ status }) => status.state === 'live');
  }

  /** Whoever waits for the next attempt to connect makes it now. */
  wake(): void {
    for (const client of this.#clients.keys()) {
      if (client.status.state === 'offline') client.wake();
    }
  }

  /** Nobody asks for another trip; the dispatcher clears what no driver is on the way for. */
  windDown(): void {
    this.dispatcher.follow('clearing');
    for (const rider of this.#riders) rider.stop();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.dispatcher.stop();
    for (const person of [...this.#drivers, ...this.#riders]) person.stop();
    await Promise.all([...this.#clients.keys()].map((client) => client.close()));
  }

  #hire(identity: Identity): Client {
    const { town, declineRate, clock, townClock, accounts } = this.#parts;
    const { userId } = identity;
    const phone = connectDriver(this.#optionsFor(identity));
    const label = labelOf(identity, this.#parts.prefix);
    const vehicle = town.createVehicle(label);
    const random = town.random(label);
    this.#drivers.push(
      new Driver({ userId, phone, vehicle, random, declineRate, clock, townClock, ...accounts }),
    );
    return phone.client;
  }

  #welcome(identity: Identity): Client {
    const { town, townClock, accounts } = this.#parts;
    const { userId } = identity;
    const phone = connectRider(this.#optionsFor(identity));
    const random = town.random(labelOf(identity, this.#parts.prefix));
    this.#riders.push(new Rider({ userId, phone, town, random, townClock, ...accounts }));
    return phone.client;
  }

  #optionsFor({ token }: Identity) {
    const { address, clock } = this.#parts;
    return { url: address, token, clock, client: { name: 'routa simulate' } };
  }

  #watch({ role, userId }: Identity, client: Client): void {
    const { receipts, troubles } = this.#parts.accounts;
    const user = `${role}:${userId}`;
    this.#clients.set(client, role);
    client.on('durable', (message) => receipts.record(user, message));
    client.on('fault', ({ kind, message, error }) => {
      troubles.add(`${user}: ${kind}, ${message}${error === undefined ? '' : `, ${error}`}`);
    });
    client.on('error', ({ id, code, message, temporary }) => {
      // Answers to commands are counted where the commands are asked. A position that comes while
      // the daemon is being stopped follows later; one that comes too often is this run's fault.
      const isForgiven = id !== undefined || (temporary && code !== 'rate_limited');
      if (!isForgiven) troubles.add(`${user}: ${code}, ${message}`);
    });
    client.on('status', ({ state, reason }) => {
      if (state === 'refused' && !this.#isClosing) troubles.add(`${user}: shut out, ${reason}`);
    });
  }
}

/** The same person of the same seed, whatever the run is called. */
function labelOf({ userId }: Identity, prefix: string): string {
  return userId.slice(prefix.length);
}
