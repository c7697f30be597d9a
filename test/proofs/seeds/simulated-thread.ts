import type {
  BatchAnswer,
  Call,
  ToThread,
} from '../../../src/daemon/store/sqlite/thread-messages.ts';
import type { DatabaseThread, ThreadEars } from '../../../src/daemon/store/sqlite/thread-proxy.ts';
import type { ProcessClock } from './process-clock.ts';

interface ThreadParts {
  readonly clock: ProcessClock;
  /** How long it takes, once for the work and once for the answer. */
  readonly delayMs: () => number;
  readonly runBatch: (calls: readonly Call[]) => BatchAnswer;
  /** The batch is committed, and nobody knows it yet. */
  readonly committed: () => void;
}

/** A database thread in simulated time: between a commit and its answer anything may happen. */
export class SimulatedThread implements DatabaseThread {
  private readonly parts: ThreadParts;
  private ears: ThreadEars | null = null;

  constructor(parts: ThreadParts) {
    this.parts = parts;
  }

  listen(ears: ThreadEars): void {
    this.ears = ears;
  }

  send(message: ToThread): void {
    const { clock, delayMs } = this.parts;
    clock.after(delayMs(), () => {
      if (message === null) this.ears?.ended();
      else this.run(message);
    });
  }

  private run(calls: readonly Call[]): void {
    const { clock, delayMs, runBatch, committed } = this.parts;
    const answer = runBatch(calls);
    clock.after(delayMs(), () => this.ears?.answered(answer));
    committed();
  }
}
