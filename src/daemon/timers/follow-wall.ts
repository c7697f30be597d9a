import type { SteadyClock, Timer } from '../../clock/index.ts';
import type { Log, Storage } from '../services.ts';
import type { Store } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';

interface FollowParts {
  /** Service time, which keeps its pace until it is set here. */
  readonly clock: SteadyClock;
  readonly store: Pick<Store, 'moveTimers'>;
  readonly storage: Storage;
  readonly log: Log;
  /** Hears by how much service time is set. */
  readonly onSet: (byMs: number) => void;
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
  const { clock, store, storage, log, onSet } = parts;
  let jump: Jump | null = null;
  let setting: Promise<void> | null = null;

  function look(): void {
    const byMs = clock.compare();
    if (setting !== null) return;
    if (byMs === 0) forget();
    else if (jump === null || Math.abs(byMs - jump.byMs) >= SAME_MS) hold(byMs);
    else if (clock.monotonic() - jump.sinceMs >= HOLD_MS && storage.outage === null) {
      setting = believe(byMs).finally(() => {
        setting = null;
      });
    }
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
   * In one turn, so that every command before is older than the move, and every later one newer.
   */
  async function believe(byMs: number): Promise<void> {
    set(byMs);
    try {
      await store.moveTimers(byMs, clock.now());
      jump = null;
      log.warn({ byMs }, 'the clock of this machine was set, and everything follows it now');
    } catch (error) {
      set(-byMs);
      if (!isOutage(error)) log.error({ err: error }, 'the time could not be set');
    }
  }

  function set(byMs: number): void {
    clock.set(byMs);
    onSet(byMs);
  }

  const timer: Timer = clock.every(PERIOD_MS, look);
  return {
    async close() {
      timer.cancel();
      await setting;
    },
  };
}
