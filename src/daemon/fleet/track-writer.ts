import type { Clock, Timer } from '../../clock/index.ts';
import type { Log } from '../services.ts';
import type { Counters } from '../stats/counters.ts';
import type { Store, TrackPoint } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';
import type { CleanFix } from './position.ts';

/** A live track keeps at most one point a second per driver. */
const SPACING_MS = 1_000;
const FLUSH_MS = 1_000;
const POINTS_MAX = 20_000;
/** In one call: a larger one holds up the commands that share its commit. */
const CHUNK = 500;
/** Where nothing can be stored, tracks leave what room there still is to commands. */
const OUTAGE_PAUSE_MS = 10_000;

/** Among the drops of `stats`. */
const DROPPED = 'track_point';

interface TrackWriterParts {
  readonly store: Pick<Store, 'appendTrack'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: Pick<Counters, 'drop'>;
}

/**
 * Writes positions behind, in batches: no position ever waits for a disk. What is lost in a crash
 * is the end of the trail, mostly a second of it, never an event. Where the disk is full, points
 * wait, and would be lost too, until there are too many; then later ones are dropped.
 */
export class TrackWriter {
  private readonly waiting: TrackPoint[] = [];
  private readonly lastKeptMs = new Map<string, number>();
  private readonly store: Pick<Store, 'appendTrack'>;
  private readonly log: Log;
  private readonly counters: Pick<Counters, 'drop'>;
  private readonly clock: Clock;
  private readonly timer: Timer;
  private pausedUntilMs = 0;
  private writing: Promise<void> | null = null;

  constructor({ store, clock, log, counters }: TrackWriterParts) {
    this.store = store;
    this.log = log;
    this.counters = counters;
    this.clock = clock;
    this.timer = clock.every(FLUSH_MS, () => {
      if (clock.monotonic() >= this.pausedUntilMs) this.flush();
    });
  }

  add(driverId: string, bookingId: string | null, fix: CleanFix, receivedAtMs: number): void {
    const keptMs = this.lastKeptMs.get(driverId);
    if (keptMs !== undefined && Math.abs(fix.takenAtMs - keptMs) < SPACING_MS) return;
    this.lastKeptMs.set(driverId, fix.takenAtMs);
    if (this.waiting.length >= POINTS_MAX) this.counters.drop(DROPPED);
    else this.waiting.push(trackPoint(driverId, bookingId, fix, receivedAtMs));
  }

  forget(driverId: string): void {
    this.lastKeptMs.delete(driverId);
  }

  private flush(): void {
    // One write at a time: a slow disk fills `waiting`, which has a limit, and nothing else.
    if (this.waiting.length === 0 || this.writing !== null) return;
    this.writing = this.writeWaiting().finally(() => {
      this.writing = null;
    });
  }

  /** What comes meanwhile is for the next time. After a fault the rest is, too. */
  private async writeWaiting(): Promise<void> {
    let left = this.waiting.length;
    while (left > 0) {
      const points = this.waiting.splice(0, Math.min(left, CHUNK));
      left = (await this.write(points)) ? left - points.length : 0;
    }
  }

  private async write(points: readonly TrackPoint[]): Promise<boolean> {
    try {
      await this.store.appendTrack(points);
      return true;
    } catch (error) {
      if (isOutage(error)) this.putBack(points);
      else {
        this.counters.drop(DROPPED, points.length);
        this.log.warn({ points: points.length, err: error }, 'track points could not be stored');
      }
      return false;
    }
  }

  private putBack(points: readonly TrackPoint[]): void {
    this.pausedUntilMs = this.clock.monotonic() + OUTAGE_PAUSE_MS;
    this.waiting.unshift(...points);
    const surplus = this.waiting.splice(POINTS_MAX).length;
    if (surplus > 0) this.counters.drop(DROPPED, surplus);
  }

  /** Stores what waits. */
  async close(): Promise<void> {
    this.timer.cancel();
    await this.writing;
    this.flush();
    await this.writing;
    const points = this.waiting.length;
    if (points > 0) this.log.warn({ points }, 'track points could not be stored before the end');
  }
}

/** A fix as a row of the track. */
export function trackPoint(
  driverId: string,
  bookingId: string | null,
  fix: CleanFix,
  receivedAtMs: number,
): TrackPoint {
  return {
    driverId,
    bookingId,
    latitude: fix.latitude,
    longitude: fix.longitude,
    heading: fix.heading ?? null,
    speed: fix.speed ?? null,
    accuracy: fix.accuracy ?? null,
    sentAtMs: fix.timestamp,
    fixAtMs: fix.takenAtMs,
    receivedAtMs,
  };
}
