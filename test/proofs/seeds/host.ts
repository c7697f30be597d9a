import type { Random } from '../../../src/simulator/random.ts';
import { type DaemonParts, DaemonProcess } from './daemon-process.ts';
import { ProcessClock } from './process-clock.ts';
import type { Town } from './town.ts';

/** The machine on which daemons run, one after the other. */
export class Host {
  /** Takes connections; null while none runs, or the next one is still starting. */
  daemon: DaemonProcess | null = null;
  private readonly town: Town;
  private readonly random: Random;
  private readonly diskMsMax: number;
  /** Of the process that holds the database, from its start to its end. */
  private clock: ProcessClock | null = null;
  private starts = 0;
  private clockOffsetMs = 0;
  private crashesAfterCommit = false;

  constructor(town: Town) {
    this.town = town;
    this.random = town.random.fork('host');
    this.diskMsMax = this.random.pick([4, 4, 50, 400]);
  }

  get isRunning(): boolean {
    return this.clock !== null;
  }

  /** One daemon at a time: a lock on the directory sees to that. */
  start(): void {
    if (this.clock !== null) return;
    this.starts += 1;
    const clock = new ProcessClock(this.town.clock);
    clock.jump(this.clockOffsetMs);
    this.clock = clock;
    void DaemonProcess.start(this.partsFor(clock)).then((daemon) => {
      if (this.clock !== clock) return;
      this.daemon = daemon;
      this.town.trace.say('daemon', `runs for the ${this.starts}. time`);
    });
  }

  /** `kill -9`, at any moment of its life. */
  kill(when: string): void {
    const { clock, town, random } = this;
    if (clock === null) return;
    town.trace.say('daemon', `is killed ${when}`);
    clock.end();
    this.clock = null;
    this.daemon = null;
    this.crashesAfterCommit = false;
    for (const each of [...town.phones, ...town.pages]) {
      each.cutLinks(random.integer(0, 300), Number.POSITIVE_INFINITY);
    }
  }

  /** Kills it right after its next commit, before anybody is told of it. */
  killAfterCommit(): void {
    this.crashesAfterCommit = true;
  }

  spare(): void {
    this.crashesAfterCommit = false;
  }

  /** As after SIGTERM; resolves when it is gone, and never where it is killed meanwhile. */
  async stop(windowMs: number): Promise<void> {
    const { daemon, clock, town } = this;
    if (daemon === null || clock === null) return;
    town.trace.say('daemon', 'drains');
    await daemon.stop(windowMs);
    town.trace.say('daemon', 'has stopped');
    const left = clock.pendingCount;
    if (left > 0) town.trace.fail('daemon', `left ${left} timers behind`);
    this.daemon = null;
    this.clock = null;
  }

  jumpClock(byMs: number): void {
    this.clockOffsetMs += byMs;
    this.clock?.jump(byMs);
  }

  private partsFor(clock: ProcessClock): DaemonParts {
    const { town, diskMsMax } = this;
    const { config, disk } = town;
    const committed = () => {
      town.truth.afterCommit();
      town.processed.check(town.truth);
      if (this.crashesAfterCommit) this.kill('after a commit, before it tells anybody');
    };
    const random = this.random.fork(`daemon ${this.starts}`);
    const isRough = () => town.isRough;
    return {
      ...{ config, disk, clock, diskMsMax, random },
      ...{ network: town.clock, isRough, committed },
    };
  }
}
