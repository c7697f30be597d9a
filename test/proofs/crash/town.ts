import { systemClock } from '../../../src/clock/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import { Chronicle } from './chronicle.ts';
import { CommandLedger, type LedgerCommand } from './command-ledger.ts';
import { ShownStream } from './shown-stream.ts';
import { Traffic } from './traffic.ts';

/** What everybody who takes part shares: where the daemon is, and the books. */
export class Town {
  readonly url: string;
  readonly chronicle = new Chronicle();
  readonly ledger = new CommandLedger(this.chronicle);
  readonly traffic = new Traffic();
  readonly streams: ShownStream[] = [];
  /** What a client noticed by itself and should never have to. */
  readonly faults: string[] = [];
  /** Commands for which somebody waited in vain although the daemon was up. */
  unanswered: readonly LedgerCommand[] = [];
  /** Nobody begins anything new any more once it is false. */
  isOpen = true;
  /** Scripts come back until this is false too. */
  isLit = true;

  constructor(url: string) {
    this.url = url;
  }

  streamOf(user: string, acks: boolean): ShownStream {
    const stream = new ShownStream(user, acks);
    this.streams.push(stream);
    return stream;
  }

  fault(who: string, what: string): void {
    this.faults.push(`${who}, ${this.chronicle.stamp()}: ${what}`);
  }

  /** Somebody takes their time. */
  pause(random: Random, fromMs: number, toMs: number): Promise<void> {
    return new Promise((resolve) => {
      systemClock.after(random.between(fromMs, toMs), resolve, true);
    });
  }
}

/** Somebody of the town. */
export interface Resident {
  readonly stream: ShownStream | null;
  /** Resolves when the town has closed and everything that was begun has ended. */
  work(): Promise<void>;
  /** Whoever was away comes back: the phone is looked at, the page is shown again. */
  wake(): void;
  leave(): Promise<void>;
}
