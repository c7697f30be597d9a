import type { SocketEvents } from '../../../src/client/index.ts';
import { type BookingResult, ClientError } from '../../../src/client/index.ts';
import { ManualClock } from '../../../src/clock/index.ts';
import type { Config } from '../../../src/daemon/config/config.ts';
import { parseUser } from '../../../src/protocol/index.ts';
import { createRandom, type Random } from '../../../src/simulator/random.ts';
import { testConfig } from '../../support/test-config.ts';
import { AdminPhone } from './admin-phone.ts';
import { DriverPhone } from './driver-phone.ts';
import { Host } from './host.ts';
import { Ledger, type Sent } from './ledger.ts';
import { Link } from './link.ts';
import type { Phone } from './phone.ts';
import { Processed } from './processed.ts';
import { RiderPhone } from './rider-phone.ts';
import { SimplePage } from './simple-page.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { Trace } from './trace.ts';
import { Truth } from './truth.ts';

/** What somebody on a phone sends or hears, as the network sees them. */
interface Caller {
  readonly name: string;
  readonly delayMsMax: number;
  readonly darkUntilMs: number;
}

const PEER = { address: '192.0.2.7', bearer: null, operator: false };
/** What the network may carry twice: the daemon or the library has to notice. */
const MAY_COME_TWICE = /"seq":|"id":"(?!position)/;
const NEVER_TWICE = /^\{"type":"(auth|join_room|leave_room|location_update)/;

/** A daemon, phones, pages and the network between them, all from one seed. */
export class Town {
  readonly clock = new ManualClock();
  readonly random: Random;
  readonly trace: Trace;
  readonly disk = new SimulatedDisk();
  readonly config: Config;
  readonly ledger: Ledger;
  readonly processed: Processed;
  readonly host: Host;
  readonly driverIds = ['1', '2', '3'];
  readonly phones: Phone[];
  readonly pages: SimplePage[];
  truth: Truth;
  /** A daemon whose disk is full may say that something failed. */
  wasFull = false;
  /** Whether tokens end soon, and frames come twice. */
  isRough = true;

  constructor(seed: number) {
    this.random = createRandom(seed);
    this.trace = new Trace(this.clock);
    this.truth = new Truth(this.disk.db, this.trace);
    this.ledger = new Ledger(this.trace, () => this.truth);
    this.processed = new Processed(this.trace);
    this.config = townConfig(this.random);
    this.host = new Host(this);
    this.phones = [
      ...this.driverIds.map((id) => new DriverPhone(this, `driver:${id}`, 'a')),
      ...['1', '2', '3'].map((id) => new RiderPhone(this, `rider:${id}`, 'a')),
      new RiderPhone(this, 'rider:2', 'b'),
      ...['1', '2'].map((id) => new AdminPhone(this, `admin:${id}`, 'a')),
    ];
    this.pages = ['rider:9', 'driver:9'].map((user) => new SimplePage(this, user));
  }

  /** Whoever can be told something. */
  get users(): readonly string[] {
    return [...this.phones, ...this.pages]
      .map(({ user }) => user)
      .filter((user) => !user.startsWith('admin'));
  }

  /** An older copy of the data is put back. */
  restore(copy: Buffer): void {
    this.ledger.rollBack(() => {
      this.disk.restore(copy);
      this.truth = new Truth(this.disk.db, this.trace);
    });
    this.processed.begin(this.truth);
  }

  connect(caller: Caller, client: SocketEvents): Link {
    const random = this.random.fork(`${caller.name} ${this.clock.monotonic()}`);
    const link = new Link({
      clock: this.clock,
      client,
      delayMs: () => random.integer(1, caller.delayMsMax),
      copiesOf: (text) => {
        const mayComeTwice = this.isRough && MAY_COME_TWICE.test(text) && !NEVER_TWICE.test(text);
        return mayComeTwice && random.next() < 0.03 ? 2 : 1;
      },
      accept: (socket) => this.host.daemon?.opened(socket, PEER) ?? null,
    });
    if (this.clock.monotonic() < caller.darkUntilMs) link.stall();
    return link;
  }

  /** As the site gives them out; many end soon. */
  async issueToken(userName: string): Promise<string> {
    const user = parseUser(userName);
    const { daemon } = this.host;
    if (user === null || daemon === null) throw new Error('the site cannot reach the daemon');
    const ttlMs =
      this.isRough && this.random.next() < 0.3 ? this.random.integer(5_000, 40_000) : null;
    const issuance = await daemon.live.parts.tokens.issue([{ ...user, ttlMs }]);
    const token = issuance.ok ? issuance.tokens[0]?.token : undefined;
    if (token === undefined) throw new Error('no token was issued');
    return token;
  }

  /** Sends a command and enters its answer in the ledger. */
  follow(name: string, sent: Sent, what: string, send: () => Promise<unknown>): void {
    this.trace.say(name, `asks ${sent.mark} ${what}`);
    send().then(
      (result) => {
        this.trace.say(name, `hears ${sent.mark} done ${JSON.stringify(result)}`);
        this.ledger.acknowledged(sent, result as BookingResult);
      },
      (error: unknown) => {
        const code = error instanceof ClientError ? error.code : String(error);
        this.trace.say(name, `hears ${sent.mark} refused: ${code}`);
        const isFault = code === 'id_reused' || (code === 'internal' && !this.wasFull);
        if (isFault || !(error instanceof ClientError))
          this.trace.fail(name, `${sent.mark}: ${code}`);
      },
    );
  }
}

/** Deadlines are short, so that all of them happen; in some towns little is kept or queued. */
function townConfig(random: Random): Config {
  const config = testConfig('/nowhere', {
    bookings: { assignTimeoutMs: 12_000, noDriverAfterMs: 60_000 },
    retention: { streamCountMax: random.next() < 0.3 ? 10 : 1_000 },
    limits: {
      commandsQueuedMax: random.next() < 0.2 ? 3 : 10_000,
      resumePageMax: random.pick([2, 5, 300]),
      outgoingStallMs: random.pick([3_000, 10_000]),
      commandsPerMinute: 1_000,
    },
    shutdown: { windowMs: 3_000 },
  });
  return config;
}
