import { type Clock, SteadyClock, scaledClock } from '../../clock/index.ts';
import type { Log, Storage } from '../services.ts';
import type { Store } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';
import { ClockDoubts } from './clock-doubts.ts';
import { followWall } from './follow-wall.ts';
import { TimeGate } from './time-gate.ts';

interface ServiceTimeParts {
  readonly wallClock: Clock;
  /** So many times as fast as the wall. */
  readonly speedup: number;
  readonly store: Pick<Store, 'newestAt' | 'clockDoubts' | 'moveTimers'>;
  readonly storage: Storage;
  readonly log: Log;
}

export interface ServiceTime {
  readonly clock: Clock;
  /** For what tells the store the time, and makes something of it. */
  readonly gate: TimeGate;
  /** How much of the present time may be a mistake of the clock, for what deletes by age. */
  doubtedMs(): number;
  close(): Promise<void>;
}

/** A clock that was set by less has only been corrected. */
const STEP_MS_MIN = 1_000;

/** The time that bookings and tokens go by: it outlives a clock that is set, and a restart. */
export async function startServiceTime(parts: ServiceTimeParts): Promise<ServiceTime> {
  const { wallClock, speedup } = parts;
  const [doubts, gate] = [new ClockDoubts(wallClock), new TimeGate()];
  const doubtedMs = () => doubts.doubtedMs;
  await takeUp(parts, doubts);
  if (speedup !== 1) {
    // A simulated town goes by the monotonic clock alone.
    const clock = scaledClock(wallClock, speedup);
    return { clock, gate, doubtedMs, close: () => Promise.resolve() };
  }
  const clock = new SteadyClock(wallClock);
  const { close } = followWall({ ...parts, clock, gate, doubts });
  return { clock, gate, doubtedMs, close };
}

/**
 * Goes on where the last daemon stopped. Whether the time since then has passed or the clock was
 * set nobody can tell; but where it is earlier now, it was set, and timers are moved along.
 */
async function takeUp(parts: ServiceTimeParts, doubts: ClockDoubts): Promise<void> {
  const { wallClock, store, log } = parts;
  const newestAt = await store.newestAt();
  if (newestAt === null) return;
  doubts.take(await store.clockDoubts());
  const nowMs = wallClock.now();
  const byMs = nowMs - newestAt;
  if (Math.abs(byMs) < STEP_MS_MIN) return;
  if (byMs > 0) return rememberPause(parts, doubts, byMs);
  const doubted = doubts.after(byMs);
  await store.moveTimers(byMs, nowMs, doubted);
  doubts.take(doubted);
  log.warn({ byMs }, 'the clock of this machine is behind what was stored last: timers follow it');
}

/** Before anything else is stored, by which the pause would not show any more. */
async function rememberPause(
  { wallClock, store }: ServiceTimeParts,
  doubts: ClockDoubts,
  pauseMs: number,
): Promise<void> {
  doubts.add(pauseMs);
  try {
    const doubted = doubts.after(0);
    await store.moveTimers(0, wallClock.now(), doubted);
    doubts.take(doubted);
  } catch (error) {
    // A disk that is full keeps no daemon from starting; it is stored once there is room.
    if (!isOutage(error)) throw error;
  }
}
