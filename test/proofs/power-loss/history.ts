import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTempDirectory } from '../../../src/daemon/store/testing/temp-directory.ts';
import { type DiskOperation, diskOperation } from './disk-operation.ts';
import type { Ledger } from './people.ts';
import type { Place } from './power-cut.ts';
import { type Answered, promisesOf } from './promises.ts';
import { type Sent, sentMessages } from './sent-messages.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { spawnTraced, type Tracing } from './strace.ts';
import { readSystemCalls, type SystemCall } from './system-calls.ts';
import { TracedDaemon } from './traced-daemon.ts';

/** A moment at which the power may fail: just before something begins or ends. */
export interface Step {
  readonly at: number;
  readonly operation: DiskOperation;
  readonly phase: 'begin' | 'end';
}

/** Processes that lived one after the other on the same data, and all that they did. */
export class History {
  readonly place: Place;
  readonly ledger: Ledger = new Map();
  /** Files that a process was just changing when it was killed. */
  readonly torn = new Set<string>();
  private readonly folder = makeTempDirectory();
  private readonly daemons: TracedDaemon[] = [];
  private readonly steps: Step[] = [];
  private readonly sent: Sent[] = [];
  private nextAt = 0;
  private processes = 0;

  constructor() {
    const root = join(this.folder.path, 'disk');
    mkdirSync(root);
    // Two levels that are not there yet, as at a first start.
    this.place = { root, data: join(root, 'var', 'routa') };
  }

  /** A daemon that is not yet started. */
  daemon(tracing: Omit<Tracing, 'traceFile'> = {}): TracedDaemon {
    const daemon = new TracedDaemon(this.place.data, { ...tracing, ...this.nextTrace() });
    this.daemons.push(daemon);
    return daemon;
  }

  /** Lets a daemon live, and takes in what it did. */
  async live(life: (daemon: TracedDaemon) => Promise<void>): Promise<void> {
    const daemon = this.daemon();
    await daemon.start();
    await life(daemon);
    await daemon.exited;
    this.learn(daemon.trace);
  }

  /** Runs one command to its end, without a daemon. */
  async run(args: readonly string[]): Promise<void> {
    const tracing = this.nextTrace();
    const child = spawnTraced([...args, '--data', this.place.data], tracing);
    child.stdin.end();
    child.stdout.resume();
    child.stderr.resume();
    await once(child, 'close');
    this.learn(readFileSync(tracing.traceFile, 'latin1'));
  }

  /** Takes in what a process did that has ended. */
  learn(trace: string): void {
    const calls = readSystemCalls(trace, this.nextAt);
    this.nextAt += trace.split('\n').length;
    this.sent.push(...sentMessages(calls));
    this.steps.push(...calls.flatMap((call) => this.stepsOf(call)).sort((a, b) => a.at - b.at));
  }

  /** All that was promised, in its order. */
  promises(): readonly Answered[] {
    return promisesOf(this.sent, this.ledger);
  }

  /** Everything that has left a process, in its order. */
  messages(): readonly Sent[] {
    return this.sent;
  }

  moments(): readonly Step[] {
    return this.steps;
  }

  /** Lets a disk see it all again, and stops before each step. */
  *replay(disk: SimulatedDisk): Generator<Step> {
    for (const step of this.steps) {
      yield step;
      disk[step.phase](step.operation);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.daemons.map((daemon) => daemon.kill()));
    this.folder.remove();
  }

  private nextTrace(): { readonly traceFile: string } {
    this.processes += 1;
    return { traceFile: join(this.folder.path, `trace-${this.processes}`) };
  }

  private stepsOf(call: SystemCall): Step[] {
    const operation = diskOperation(call);
    if (operation === null || !`${operation.path}/`.startsWith(`${this.place.root}/`)) return [];
    const begin: Step = { at: call.begunAt, operation, phase: 'begin' };
    if (call.endedAt < Number.POSITIVE_INFINITY) {
      return [begin, { at: call.endedAt, operation, phase: 'end' }];
    }
    // Its process died within it, so nobody can rely on what it did.
    this.torn.add(operation.path);
    return [begin];
  }
}
