import type { Clock, Timer } from '../../clock/index.ts';
import type { Bus } from '../bus/bus.ts';
import { publishOutcome } from '../dispatcher/publish-outcome.ts';
import type { Log } from '../services.ts';
import type { CommandPolicy, Store } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';
import type { TimeGate } from './time-gate.ts';

export interface TimersParts {
  readonly store: Pick<Store, 'fireTimers' | 'nextTimerAt'>;
  /** Service time. */
  readonly clock: Clock;
  readonly gate: Pick<TimeGate, 'pass'>;
  readonly bus: Bus;
  readonly log: Log;
  readonly policy: CommandPolicy;
}

export interface Timers {
  /** A timer was set for then. */
  arm(dueAtMs: number): void;
  /** Fires no more; resolves when the last round is over. Idempotent. */
  close(): Promise<void>;
}

/** The clock may jump, and another daemon may set timers in the same database: look anyway. */
const RECHECK_MS = 30_000;
/**
 * After a fault of the store, which a full queue is as well: offers must not outlive their time.
 */
const RETRY_MS = 1_000;
const PAGE_MAX = 100;

/** Fires what falls due, with one timer of the clock for the earliest row of the database. */
export function startTimers(parts: TimersParts): Timers {
  const { store, clock, gate, log, policy } = parts;
  let timer: Timer = clock.after(0, wake);
  /** Monotonic: the time of day may be set meanwhile. */
  let wakesAtMs = clock.monotonic();
  /** Earliest that was armed while a round was under way, which may have missed it. */
  let armedAtMs = Number.POSITIVE_INFINITY;
  let round: Promise<void> | null = null;
  let isClosed = false;

  function schedule(dueAtMs: number): void {
    if (isClosed) return;
    timer.cancel();
    const delayMs = Math.min(Math.max(dueAtMs - clock.now(), 0), RECHECK_MS);
    wakesAtMs = clock.monotonic() + delayMs;
    timer = clock.after(delayMs, wake);
  }

  function wake(): void {
    round = fireDue().then((nextAtMs) => {
      round = null;
      schedule(Math.min(nextAtMs, armedAtMs));
      armedAtMs = Number.POSITIVE_INFINITY;
    });
  }

  /** Answers when to look again. */
  async function fireDue(): Promise<number> {
    try {
      for (let fired = PAGE_MAX; fired === PAGE_MAX && !isClosed; ) {
        fired = await firePage();
      }
      return isClosed ? Number.POSITIVE_INFINITY : ((await store.nextTimerAt()) ?? Infinity);
    } catch (error) {
      // An outage is told once, by the watch over the store.
      if (!isOutage(error)) log.error({ err: error }, 'timers could not be fired');
      return clock.now() + RETRY_MS;
    }
  }

  function firePage(): Promise<number> {
    const fire = () => store.fireTimers(clock.now(), PAGE_MAX, policy);
    return gate.pass(fire).then((outcomes) => {
      for (const outcome of outcomes) {
        publishOutcome(outcome, { ...parts, timers: { arm } });
        if (!outcome.ok && outcome.refusal.code === 'internal') {
          log.error({ ...outcome.refusal.details }, outcome.refusal.message);
        }
      }
      return outcomes.length;
    });
  }

  function arm(dueAtMs: number): void {
    if (round !== null) armedAtMs = Math.min(armedAtMs, dueAtMs);
    else if (clock.monotonic() + dueAtMs - clock.now() < wakesAtMs) schedule(dueAtMs);
  }

  return {
    arm,
    async close() {
      isClosed = true;
      timer.cancel();
      await round;
    },
  };
}
