import type { Clock, Timer } from '../../clock/index.ts';
import type { Log } from '../services.ts';
import type { Store, TrackPoint } from '../store/store.ts';
import type { CleanFix } from './position.ts';

/** A live track keeps at most one point a second per driver. */
const SPACING_MS = 1_000;
const FLUSH_MS = 1_000;
const POINTS_MAX = 20_000;

/**
 * Writes positions behind, in batches: no position ever waits for a disk. What is lost in a crash
 * is at most the last second of the trail, never an event.
 */
export class TrackWriter {
  droppedPoints = 0;
  private waiting: TrackPoint[] = [];
  private readonly lastKeptMs = new Map<string, number>();
  private readonly store: Pick<Store, 'appendTrack'>;
  private readonly log: Log;
  private readonly timer: Timer;
  private writing: Promise<void> | null = null;

  constructor(store: Pick<Store, 'appendTrack'>, clock: Clock, log: Log) {
    this.store = store;
    this.log = log;
    this.timer = clock.every(FLUSH_MS, () => this.flush());
  }

  add(driverId: string, bookingId: string | null, fix: CleanFix, receivedAtMs: number): void {
    const keptMs = this.lastKeptMs.get(driverId);
    if (keptMs !== undefined && Math.abs(fix.takenAtMs - keptMs) < SPACING_MS) return;
    this.lastKeptMs.set(driverId, fix.takenAtMs);
    if (this.waiting.length >= POINTS_MAX) {
      this.droppedPoints += 1;
      return;
    }
    this.waiting.push(trackPoint(driverId, bookingId, fix, receivedAtMs));
  }

  forget(driverId: string): void {
    this.lastKeptMs.delete(driverId);
  }

  private flush(): void {
    // One write at a time: a slow disk fills `waiting`, which has a limit, and nothing else.
    if (this.waiting.length === 0 || this.writing !== null) return;
    const points = this.waiting;
    this.waiting = [];
    this.writing = this.write(points).finally(() => {
      this.writing = null;
    });
  }

  private async write(points: readonly TrackPoint[]): Promise<void> {
    try {
      await this.store.appendTrack(points);
    } catch (error) {
      this.droppedPoints += points.length;
      this.log.warn({ points: points.length, err: error }, 'track points could not be stored');
    }
  }

  /** Stores what waits. */
  async close(): Promise<void> {
    this.timer.cancel();
    await this.writing;
    this.flush();
    await this.writing;
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
    fixAtMs: fix.takenAtMs,
    receivedAtMs,
  };
}
