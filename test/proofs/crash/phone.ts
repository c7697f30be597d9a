import {
  type Client,
  ClientError,
  type ClientOptions,
  type Command,
} from '../../../src/client/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import type { Answer, Content } from './command-ledger.ts';
import type { AnyCommand } from './drafts.ts';
import type { Habits } from './habits.ts';
import { enter, type ShownStream } from './shown-stream.ts';
import { Tap } from './tap.ts';
import type { Town } from './town.ts';

interface App {
  readonly client: Client;
  close(): Promise<void>;
}

interface PhoneParts<Role extends App> {
  readonly town: Town;
  /** `driver:7` */
  readonly user: string;
  readonly token: string;
  readonly habits: Habits;
  readonly random: Random;
  readonly connect: (options: ClientOptions) => Role;
  /** Called for each new app, before it has heard anything. */
  readonly listen: (app: Role) => void;
}

/** How long an app that is to die waits for a message that it will not show. */
const NEXT_EVENT_MS = 300;

/** A phone with the app of one user, which may be killed and started again at any moment. */
export class Phone<Role extends App> {
  readonly stream: ShownStream;
  app: Role;
  isOn = true;
  private readonly parts: PhoneParts<Role>;
  private tap: Tap;
  private readonly taps: Tap[] = [];

  constructor(parts: PhoneParts<Role>) {
    this.parts = parts;
    this.stream = parts.town.streamOf(parts.user, parts.habits.acks);
    this.tap = new Tap(parts.town, parts.user);
    this.app = this.start(null);
  }

  /** Resolves once it is answered, or the app is gone and nobody will ever know. */
  async command(make: (mark: string) => AnyCommand): Promise<Answer> {
    const { town, user } = this.parts;
    const entry = town.ledger.open(user, (mark): Content => ({ ...make(mark) }));
    const answer = await outcomeOf(this.app.client.send(entry.content as Command));
    town.ledger.concluded(entry, answer);
    return answer;
  }

  /** Kills the app again and again, until the town closes. */
  async dieOften(): Promise<void> {
    const { town, random } = this.parts;
    while (town.isOpen) {
      await town.pause(random, 500, 1_000);
      if (town.isOpen && random.next() < 0.08) await this.restart();
    }
  }

  /** The app is killed, and started again from what it had stored. */
  private async restart(): Promise<void> {
    const { town, user, random, habits } = this.parts;
    // The Pong frames of a half-open socket would acknowledge what no app shows any more.
    const isHalfOpen = habits.acks && random.next() < 0.5;
    if (random.next() < 0.5) this.tap.cut(isHalfOpen);
    else await this.tap.cutAtNextEvent(isHalfOpen, NEXT_EVENT_MS);
    const { position } = this.app.client;
    this.isOn = false;
    const closing = this.app.close();
    if (random.next() < 0.5) await town.pause(random, 0, 1_500);
    this.tap = new Tap(town, user);
    this.app = this.start(habits.hasStorage ? position : null);
    this.isOn = true;
    await closing;
  }

  async leave(): Promise<void> {
    await this.app.close();
    for (const tap of this.taps) tap.release();
  }

  private start(resume: Client['position']): Role {
    const { town, token, habits, random, connect } = this.parts;
    this.taps.push(this.tap);
    const app = connect({
      url: town.url,
      token: async () => token,
      acks: habits.acks,
      limits: habits.limits,
      client: { name: 'crash proof', version: '1' },
      random: random.fork(`life ${this.taps.length}`).next,
      openSocket: this.tap.open,
      ...(habits.device !== null && { device: habits.device }),
      ...(resume !== null && { resume }),
    });
    this.write(app.client, resume?.seq ?? null);
    this.parts.listen(app);
    return app;
  }

  private write(client: Client, resumedFrom: number | null): void {
    const { town, user } = this.parts;
    const life = this.stream.begin(resumedFrom);
    client.on('authenticated', (session) => {
      if (life.start !== null && !session.resumed) town.fault(user, 'was not resumed');
      enter(life, session);
    });
    client.on('durable', ({ seq, replayed, ...message }) => {
      const stamp = town.chronicle.stamp();
      life.shown.push({ seq, message, isReplayed: replayed === true, stamp });
      town.traffic.count('event');
    });
    client.on('fault', ({ message }) => town.fault(user, message));
    client.on('status', ({ state, reason }) => {
      if (state === 'refused') town.fault(user, `was refused: ${reason}`);
    });
  }
}

async function outcomeOf(sending: Promise<unknown>): Promise<Answer> {
  try {
    return { ok: true, result: await sending };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const { code, temporary, message } = error;
    return { ok: false, code, temporary, message };
  }
}
