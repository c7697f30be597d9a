import {
  type Client,
  connect,
  type Socket,
  type SocketEvents,
  type StreamPosition,
} from '../../../src/client/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import { DeviceView } from './device-view.ts';
import type { Link } from './link.ts';
import type { Known } from './own-bookings.ts';
import { ProcessClock } from './process-clock.ts';
import type { Town } from './town.ts';

/** One run of the app: it ends with a crash, a goodbye, or when a later run replaces it. */
export class AppRun {
  readonly clock: ProcessClock;
  readonly client: Client;
  readonly view: DeviceView;
  private readonly phone: Phone;
  private links: Link[] = [];

  constructor(phone: Phone, place: StreamPosition | null) {
    const { town, user, device, name, random } = phone;
    this.phone = phone;
    this.clock = new ProcessClock(town.clock);
    this.clock.jump(phone.clockOffsetMs);
    const truth = () => town.truth;
    this.view = new DeviceView({ user, name, trace: town.trace, truth }, place);
    this.client = connect({
      url: 'ws://town',
      token: () => town.issueToken(user),
      device,
      clock: this.clock,
      random: random.next,
      openSocket: (_, ears) => this.connect(ears),
      ...(place !== null && { resume: place }),
    });
    this.client.on('status', ({ state, reason, code }) => {
      town.trace.say(name, [state, code, reason].filter((part) => part !== undefined).join(' '));
    });
    this.client.on('authenticated', (session) => {
      const { from, seq, resumed } = session;
      town.trace.say(name, `${resumed ? 'resumed' : 'began'} after ${from} of ${seq}`);
      this.view.opened(session);
      // Where it begins anew, what it skips is gone, or somebody has acknowledged it.
      town.processed.note(user, this.view.place?.seq ?? 0);
    });
    this.client.on('snapshot', () => this.view.tookSnapshot());
    this.client.on('durable', (message) => {
      const about = 'status' in message ? `${message.booking_id} ${message.status}` : '';
      town.trace.say(name, `shows ${message.seq} ${message.type} ${about}`);
      this.view.shown(message);
      // As an app that keeps its place with what it shows.
      if (phone.isRunBy(this.client)) phone.place = this.view.place;
      town.processed.note(user, message.seq);
    });
    this.client.on('fault', ({ kind, message, error }) => {
      if (kind === 'listener') town.trace.fail(name, `${message}: ${String(error)}`);
      else town.trace.say(name, `fault: ${message}`);
    });
  }

  get openLinks(): readonly Link[] {
    return this.links;
  }

  /** The process ends without a word, and its connections by and by, or never. */
  kill(): void {
    this.clock.end();
    const { random } = this.phone;
    const isHalfOpen = random.next() < 0.3;
    this.cutLinks(Infinity, isHalfOpen ? Infinity : random.integer(0, 3_000));
  }

  cutLinks(clientLearnsMs: number, daemonLearnsMs: number): void {
    for (const link of this.links) link.cut(clientLearnsMs, daemonLearnsMs);
    this.links = [];
  }

  private connect(ears: SocketEvents): Socket {
    const link = this.phone.town.connect(this.phone, ears);
    this.links = [...this.links.filter(({ isOver }) => !isOver), link];
    return link.clientEnd();
  }
}

/** A phone with the app on it, which outlives its runs. */
export abstract class Phone {
  readonly town: Town;
  readonly user: string;
  readonly device: string;
  readonly name: string;
  readonly random: Random;
  clockOffsetMs = 0;
  /** How slow its network is, in one direction. */
  delayMsMax = 80;
  /** Until then there is no network (monotonic). */
  darkUntilMs = 0;
  /** What the app keeps on the phone. */
  place: StreamPosition | null = null;
  run: AppRun | null = null;

  constructor(town: Town, user: string, device: string) {
    this.town = town;
    this.user = user;
    this.device = device;
    this.name = `${user}/${device}`;
    this.random = town.random.fork(this.name);
  }

  /** The number in `driver:7`. */
  get id(): string {
    return this.user.slice(this.user.indexOf(':') + 1);
  }

  /** Starts the app, with what it kept or as if it was new. */
  start(keeps: boolean): void {
    if (!keeps) this.place = null;
    this.run = new AppRun(this, this.place);
    this.begin(this.run.client, keeps);
  }

  /** A page that was replaced may still read on, and writes nothing into what the app keeps. */
  isRunBy(client: Client): boolean {
    return this.run?.client === client;
  }

  /** Takes up the role; `keeps`: what it knew of its bookings is still there. */
  protected abstract begin(client: Client, keeps: boolean): void;

  /** What it knows of bookings. */
  abstract get known(): readonly Known[];

  /** Does something that somebody in this role would do now. */
  abstract act(): void;

  /** The process of the app ends without a word. */
  kill(): void {
    this.run?.kill();
    this.run = null;
  }

  get links(): readonly Link[] {
    return this.run?.openLinks ?? [];
  }

  cutLinks(clientLearnsMs: number, daemonLearnsMs: number): void {
    this.run?.cutLinks(clientLearnsMs, daemonLearnsMs);
  }
}
