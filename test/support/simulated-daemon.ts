import { onTestFinished } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import { assemble, type Live } from '../../src/daemon/assemble.ts';
import { localBus } from '../../src/daemon/bus/local-bus.ts';
import type { Peer } from '../../src/daemon/gateway/socket.ts';
import type { Log } from '../../src/daemon/services.ts';
import { openSqliteStore } from '../../src/daemon/store/sqlite/open-store.ts';
import type { Store } from '../../src/daemon/store/store.ts';
import { makeTempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { type ClientMessageOf, parseUser } from '../../src/protocol/index.ts';
import type { TokenTraits } from './issue-token.ts';
import { silentLog } from './silent-log.ts';
import { SimulatedClient, SOMEWHERE } from './simulated-client.ts';
import { type ConfigOverrides, testConfig } from './test-config.ts';

type Auth = Omit<ClientMessageOf<'auth'>, 'type'>;

/** The live side of a daemon on a clock that tests move by hand, over a real database. */
export class SimulatedDaemon {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly live: Live;

  constructor(clock: ManualClock, store: Store, live: Live) {
    this.clock = clock;
    this.store = store;
    this.live = live;
  }

  /** A token for `driver:7`. */
  async tokenFor(userName: string, { booking_id, ttl_ms, ...card }: TokenTraits = {}) {
    const user = parseUser(userName);
    if (user === null) throw new Error(`${userName} is no user`);
    const bookingId = booking_id === undefined ? undefined : String(booking_id);
    const issuance = await this.live.parts.tokens.issue([
      { ...user, ...card, bookingId, ttlMs: ttl_ms },
    ]);
    const token = issuance.ok ? issuance.tokens[0]?.token : undefined;
    if (token === undefined) throw new Error('no token was issued');
    return token;
  }

  /** A socket that has not said anything yet. */
  open(peer: Partial<Peer> = {}): SimulatedClient {
    return new SimulatedClient(this.live.gateway, { ...SOMEWHERE, ...peer });
  }

  /** Resolves once the session is open. */
  async connectWith(auth: Auth, peer?: Partial<Peer>): Promise<SimulatedClient> {
    const client = this.open(peer);
    client.send({ type: 'auth', ...auth });
    await client.next('authenticated');
    return client;
  }

  async connectAs(
    userName: string,
    { name, ...auth }: Auth & Pick<TokenTraits, 'name'> = {},
  ): Promise<SimulatedClient> {
    const token = await this.tokenFor(userName, name === undefined ? {} : { name });
    return this.connectWith({ ...auth, token });
  }

  operator(): Promise<SimulatedClient> {
    return this.connectWith({}, { operator: true });
  }

  /** A durable message to `rider:7`; resolves when it is committed. */
  async notify(userName: string, event: string, data: unknown = null): Promise<void> {
    const user = parseUser(userName);
    if (user === null) throw new Error(`${userName} is no user`);
    await this.live.parts.dispatcher.notify(user, event, data);
  }

  /** Lets time pass, with pauses in which the store does its work, until something has come. */
  async passing<Result>(awaited: Promise<Result>): Promise<Result> {
    let isOver = false;
    const finish = () => {
      isOver = true;
    };
    awaited.then(finish, finish);
    while (!isOver) {
      this.clock.advance(1_000);
      await this.turn();
    }
    return awaited;
  }

  /** Lets seconds pass one by one, with what the store does in each. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.clock.advance(1_000);
      await this.turn();
    }
  }

  /** Resolves when it holds. Threads of the store answer in real time, whatever the clock says. */
  async settled(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) await this.turn();
  }

  /** Both threads of the store have answered what they were asked before. */
  private async turn(): Promise<void> {
    await this.store.acknowledgeAll([]);
    await this.store.countBookings();
  }
}

interface Circumstances {
  readonly random?: () => number;
  readonly log?: Log;
  /** Puts something in the way of the store. */
  readonly spoil?: (store: Store) => Partial<Store>;
}

/** One that is gone when the test is over, and that must not leave anything running behind. */
export async function simulateDaemon(
  overrides?: ConfigOverrides,
  { random = () => 0, log = silentLog, spoil = () => ({}) }: Circumstances = {},
): Promise<SimulatedDaemon> {
  const folder = makeTempDirectory();
  const clock = new ManualClock();
  const sound = await openSqliteStore({ directory: folder.path });
  const store = { ...sound, ...spoil(sound) };
  const live = await assemble({
    config: testConfig(folder.path, overrides),
    log,
    store,
    bus: localBus(),
    wallClock: clock,
    random,
    version: '0.0.0',
  });
  onTestFinished(async () => {
    await live.close();
    await store.close();
    folder.remove();
    if (clock.pendingCount > 0) throw new Error(`${clock.pendingCount} timers were left behind`);
  });
  return new SimulatedDaemon(clock, store, live);
}
