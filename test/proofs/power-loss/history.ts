import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeTempDirectory } from '../../../src/daemon/store/testing/temp-directory.ts';
import { type DiskOperation, diskOperation } from './disk-operation.ts';
import { type Chance, never } from './file-content.ts';
import { DATA_PATH, NOTHING, type Remains, restoreImage } from './image.ts';
import type { Ledger } from './people.ts';
import { type Answered, promisesOf } from './promises.ts';
import { type Sent, sentMessages } from './sent-messages.ts';
import { SimulatedDisk } from './simulated-disk.ts';
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
  /** Of everything; what is above it is kept by another disk. */
  readonly root: string;
  /** Of the data. */
  readonly data: string;
  readonly ledger: Ledger = new Map();
  /** Files that a process was just changing when it was killed, by their path below the root. */
  readonly torn = new Set<string>();
  private readonly earlier: Remains;
  private readonly folder = makeTempDirectory();
  private readonly daemons: TracedDaemon[] = [];
  private readonly steps: Step[] = [];
  private readonly sent: Sent[] = [];
  private nextAt = 0;
  private processes = 0;

  /** Begins with nothing, or with what an earlier power cut has left. */
  constructor(earlier: Remains = NOTHING) {
    this.earlier = earlier;
    this.root = join(this.folder.path, 'disk');
    this.data = join(this.root, DATA_PATH);
    mkdirSync(this.root);
    restoreImage(earlier.image, this.root);
  }

  /** A daemon that is not yet started. */
  daemon(tracing: Omit<Tracing, 'traceFile'> = {}): TracedDaemon {
    const daemon = new TracedDaemon(this.data, { ...tracing, ...this.nextTrace() });
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
    const child = spawnTraced([...args, '--data', this.data], tracing);
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

  /** All that was promised, in its order; before the first step, what was promised earlier. */
  promises(): readonly Answered[] {
    const earlier = this.earlier.promises.map((promised) => ({ ...promised, at: -1 }));
    return [...earlier, ...promisesOf(this.sent, this.ledger)];
  }

  /** Everything that has left a process, in its order. */
  messages(): readonly Sent[] {
    return this.sent;
  }

  moments(): readonly Step[] {
    return this.steps;
  }

  /** As it was before the first step. `afterFailure`: what of a failed sync is kept after all. */
  disk(afterFailure: Chance = never): SimulatedDisk {
    return new SimulatedDisk(this.root, this.earlier.image, afterFailure);
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
    if (operation === null || !`${operation.path}/`.startsWith(`${this.root}/`)) return [];
    const begin: Step = { at: call.begunAt, operation, phase: 'begin' };
    if (call.endedAt < Number.POSITIVE_INFINITY) {
      return [begin, { at: call.endedAt, operation, phase: 'end' }];
    }
    // Its process died within it, so nobody can rely on what it did.
    this.torn.add(relative(this.root, operation.path));
    return [begin];
  }
}
