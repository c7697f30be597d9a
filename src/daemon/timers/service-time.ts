import { type Clock, SteadyClock, scaledClock } from '../../clock/index.ts';
import type { Log, Storage } from '../services.ts';
import type { Store } from '../store/store.ts';
import { ClockDoubts } from './clock-doubts.ts';
import { followWall } from './follow-wall.ts';

interface ServiceTimeParts {
  readonly wallClock: Clock;
  /** So many times as fast as the wall. */
  readonly speedup: number;
  readonly store: Pick<Store, 'newestAt' | 'moveTimers'>;
  readonly storage: Storage;
  readonly log: Log;
}

export interface ServiceTime {
  readonly clock: Clock;
  /** How much of the present time may be a mistake of the clock, for what deletes by age. */
  doubtedMs(): number;
  close(): Promise<void>;
}

/** A clock that was set back by less has only been corrected. */
const STEP_MS_MIN = 1_000;

/** The time that bookings and tokens go by: it outlives a clock that is set, and a restart. */
export async function startServiceTime(parts: ServiceTimeParts): Promise<ServiceTime> {
  const { wallClock, speedup } = parts;
  const doubts = new ClockDoubts(wallClock);
  const doubtedMs = () => doubts.doubtedMs;
  await takeUp(parts, doubts);
  if (speedup !== 1) {
    // A simulated town goes by the monotonic clock alone.
    const clock = scaledClock(wallClock, speedup);
    return { clock, doubtedMs, close: () => Promise.resolve() };
  }
  const clock = new SteadyClock(wallClock);
  const { close } = followWall({ ...parts, clock, onSet: (byMs) => doubts.add(byMs) });
  return { clock, doubtedMs, close };
}

/**
 * Goes on where the last daemon stopped. Whether the time since then has passed or the clock was
 * set nobody can tell; but where it is earlier now, it was set, and timers are moved along.
 */
async function takeUp({ wallClock, store, log }: ServiceTimeParts, doubts: ClockDoubts) {
  const newestAt = await store.newestAt();
  if (newestAt === null) return;
  const nowMs = wallClock.now();
  const byMs = nowMs - newestAt;
  if (byMs >= 0) return doubts.add(byMs);
  if (-byMs < STEP_MS_MIN) return;
  await store.moveTimers(byMs, nowMs);
  log.warn({ byMs }, 'the clock of this machine is behind what was stored last: timers follow it');
}
