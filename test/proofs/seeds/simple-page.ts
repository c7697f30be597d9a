import type { SocketEvents } from '../../../src/client/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import type { Link } from './link.ts';
import { ProcessClock } from './process-clock.ts';
import type { Town } from './town.ts';

const ANSWER_WITHIN_MS = 10_000;

/**
 * A page with the site's simple script: it never resumes and never acknowledges; its browser
 * answers Ping frames. It may be told something twice, but never in another order, and it is told
 * everything that can still matter.
 */
export class SimplePage {
  readonly user: string;
  readonly name: string;
  delayMsMax = 80;
  darkUntilMs = 0;
  private readonly town: Town;
  private readonly clock: ProcessClock;
  private readonly random: Random;
  private readonly seen = new Set<number>();
  private epoch: string | null = null;
  /** What came before was acknowledged before this history began. */
  private firstSeq = 1;
  /** Of this connection. */
  private lastSeq = 0;
  links: Link[] = [];

  constructor(town: Town, user: string) {
    this.town = town;
    this.user = user;
    this.name = `${user}/page`;
    this.clock = new ProcessClock(town.clock);
    this.random = town.random.fork(this.name);
  }

  open(): void {
    // Whoever asks a daemon that is killed meanwhile asks again.
    const retry = this.clock.after(ANSWER_WITHIN_MS, () => this.open());
    this.town.issueToken(this.user).then(
      (token) => {
        retry.cancel();
        this.connect(token);
      },
      () => {
        retry.cancel();
        this.comeBack();
      },
    );
  }

  cutLinks(clientLearnsMs: number, daemonLearnsMs: number): void {
    for (const link of this.links) link.cut(Math.min(clientLearnsMs, 60_000), daemonLearnsMs);
    this.links = [];
  }

  /** Numbers that were never shown although they were kept, and are no stale offers. */
  missed(): readonly number[] {
    const { newest, pruned } = this.town.truth.state(this.user);
    const first = Math.max(this.firstSeq, pruned + 1);
    const numbers = Array.from({ length: newest + 1 - first }, (_, index) => first + index);
    const { truth } = this.town;
    return numbers.filter((seq) => !this.seen.has(seq) && !truth.isOffer(this.user, seq));
  }

  private connect(token: string): void {
    const ears: SocketEvents = {
      opened: () => socket.send(JSON.stringify({ type: 'auth', token })),
      received: (text) => this.receive(JSON.parse(text)),
      closed: () => this.comeBack(),
    };
    const link = this.town.connect(this, ears);
    const socket = link.clientEnd();
    this.links = [...this.links.filter(({ isOver }) => !isOver), link];
  }

  private comeBack(): void {
    this.town.trace.say(this.name, 'offline');
    this.clock.after(this.random.integer(500, 4_000), () => this.open());
  }

  private receive(message: {
    readonly type: string;
    readonly seq?: number;
    readonly from?: number;
    readonly epoch?: string;
  }): void {
    const { type, seq } = message;
    if (type === 'authenticated') this.begin(message.epoch ?? '', message.from ?? 0);
    else if (seq !== undefined) this.show(seq, message);
  }

  private begin(epoch: string, from: number): void {
    this.town.trace.say(this.name, `began after ${from}`);
    if (epoch !== this.epoch) {
      this.seen.clear();
      this.firstSeq = from + 1;
    }
    this.epoch = epoch;
    this.lastSeq = from;
  }

  private show(seq: number, message: object): void {
    const { town, user } = this;
    // A frame that the network doubled.
    if (seq === this.lastSeq) return;
    town.trace.say(this.name, `shows ${seq}`);
    if (seq < this.lastSeq) town.trace.fail(this.name, `was shown ${seq} after ${this.lastSeq}`);
    for (let left = this.lastSeq + 1; left < seq; left += 1) {
      if (town.truth.isOffer(user, left)) continue;
      town.trace.fail(this.name, `was not shown ${left}, but ${seq}`);
    }
    const { seq: _, replayed: __, ...rest } = message as { seq: number; replayed?: boolean };
    const stored = town.truth.textOf(user, seq);
    if (JSON.stringify(rest) !== stored) town.trace.fail(this.name, `${seq} is not what is stored`);
    this.seen.add(seq);
    town.processed.note(user, seq);
    this.lastSeq = seq;
  }
}
