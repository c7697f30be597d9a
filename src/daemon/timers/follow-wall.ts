import type { SteadyClock, Timer } from '../../clock/index.ts';
import type { Log, Storage } from '../services.ts';
import type { Store } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';
import type { ClockDoubts } from './clock-doubts.ts';
import type { TimeGate } from './time-gate.ts';

interface FollowParts {
  /** Service time, which keeps its pace until it is set here. */
  readonly clock: SteadyClock;
  /** Shut while it is set. */
  readonly gate: TimeGate;
  readonly doubts: ClockDoubts;
  readonly store: Pick<Store, 'moveTimers'>;
  readonly storage: Storage;
  readonly log: Log;
}

interface Jump {
  readonly byMs: number;
  /** Monotonic. */
  readonly sinceMs: number;
}

const PERIOD_MS = 1_000;
/** What is set right again before is taken for a mistake, of which nobody need ever know. */
const HOLD_MS = 60_000;
/** Within this it is still the same jump. */
const SAME_MS = 1_000;

/**
 * Lets service time follow the clock of the machine when that was set and stays so. Timers move
 * along: an offer keeps the time that it has left, whatever the hour is called meanwhile.
 */
export function followWall(parts: FollowParts): { close(): Promise<void> } {
  const { clock, gate, doubts, store, storage, log } = parts;
  let jump: Jump | null = null;
  let setting: Promise<void> | null = null;

  function look(): void {
    const byMs = clock.compare();
    if (setting !== null) return;
    if (byMs === 0) forget();
    else if (jump === null || Math.abs(byMs - jump.byMs) >= SAME_MS) hold(byMs);
    const isBelieved = jump !== null && clock.monotonic() - jump.sinceMs >= HOLD_MS;
    if (storage.outage !== null || !(isBelieved || !doubts.areStored)) return;
    setting = set(isBelieved ? byMs : 0).finally(() => {
      setting = null;
    });
  }

  function hold(byMs: number): void {
    jump = { byMs, sinceMs: clock.monotonic() };
    const text = 'the clock of this machine was set, which counts if it stays so for a minute';
    log.warn({ byMs }, text);
  }

  function forget(): void {
    if (jump !== null) log.warn({}, 'the clock of this machine was set back to what it was');
    jump = null;
  }

  /**
   * Every command before is older than the move, and every later one newer: meanwhile none is
   * made. By 0 it only stores what is doubted.
   */
  async function set(byMs: number): Promise<void> {
    try {
      await gate.whileShut(() => move(byMs));
      if (byMs === 0) return;
      jump = null;
      log.warn({ byMs }, 'the clock of this machine was set, and everything follows it now');
    } catch (error) {
      if (!isOutage(error)) log.error({ err: error }, 'the time could not be set');
    }
  }

  /** Durable first: a fault leaves everything as it was. */
  async function move(byMs: number): Promise<void> {
    const doubted = doubts.after(byMs);
    await store.moveTimers(byMs, clock.now() + byMs, doubted);
    clock.set(byMs);
    doubts.take(doubted);
  }

  const timer: Timer = clock.every(PERIOD_MS, look);
  return {
    async close() {
      timer.cancel();
      await setting;
    },
  };
}
