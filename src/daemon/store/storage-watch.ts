import type { Clock, Timer } from '../../clock/index.ts';
import type { Log, Storage } from '../services.ts';
import type { Store } from './store.ts';
import { isOutage, type StoreError } from './store-error.ts';

interface WatchParts {
  readonly store: Store;
  /** Time of the wall. */
  readonly clock: Clock;
  readonly log: Log;
}

const PROBE_PERIOD_MS = 1_000;
/**
 * An outage is over after so long without a fault: where a disk is nearly full, small writes still
 * succeed now and then.
 */
const QUIET_MS = 5_000;

/**
 * Notices when the database stops taking what is written, and when it does so again. An outage is
 * two lines of the log, however many commands are refused between them.
 */
export class StorageWatch implements Storage {
  /** The same store, overheard: whoever uses it takes part in the watch. */
  readonly store: Store;
  outage: StoreError | null = null;
  private readonly clock: Clock;
  private readonly log: Log;
  private timer: Timer | null = null;
  private isProbing = false;
  private isClosed = false;
  private beganAtMs = 0;
  private lastFaultAtMs = 0;
  private faults = 0;

  constructor({ store, clock, log }: WatchParts) {
    this.clock = clock;
    this.log = log;
    this.store = overhear(store, (error) => this.note(error));
  }

  close(): void {
    this.isClosed = true;
    this.timer?.cancel();
  }

  private note(error: unknown): void {
    if (!isOutage(error) || this.isClosed) return;
    this.faults += 1;
    this.lastFaultAtMs = this.clock.monotonic();
    // Damage does not mend itself: writes that happen to avoid it prove nothing.
    if (this.outage?.code === error.code || this.outage?.code === 'corrupt') return;
    if (this.outage === null) this.begin();
    this.outage = error;
    const { code, message, hint } = error;
    const isPartial = code === 'corrupt';
    const text = isPartial
      ? 'what is in a part of the database can be neither read nor changed'
      : 'nothing can be stored at the moment';
    this.log.error({ reason: code, fault: message, hint }, text);
  }

  private begin(): void {
    this.beganAtMs = this.lastFaultAtMs;
    this.faults = 1;
    this.timer = this.clock.every(PROBE_PERIOD_MS, () => void this.probe());
  }

  private async probe(): Promise<void> {
    if (this.isProbing || this.outage === null || this.outage.code === 'corrupt') return;
    this.isProbing = true;
    try {
      await this.store.probe();
      this.recover();
    } catch {
      // It was overheard, and the next one comes.
    } finally {
      this.isProbing = false;
    }
  }

  private recover(): void {
    const nowMs = this.clock.monotonic();
    if (this.isClosed || nowMs - this.lastFaultAtMs < QUIET_MS) return;
    this.timer?.cancel();
    this.outage = null;
    const lastedMs = Math.round(this.lastFaultAtMs - this.beganAtMs);
    this.log.warn({ lastedMs, faults: this.faults }, 'everything can be stored again');
  }
}

type Call = (...parameters: unknown[]) => unknown;

/** A store whose every rejected call is heard of. */
function overhear(store: Store, hear: (error: unknown) => void): Store {
  const members = Object.entries(store).map(([name, member]) => {
    if (typeof member !== 'function') return [name, member];
    const call = member as Call;
    return [
      name,
      (...parameters: unknown[]) => {
        const answer = call(...parameters);
        if (answer instanceof Promise) answer.catch(hear);
        return answer;
      },
    ];
  });
  return Object.fromEntries(members) as Store;
}
