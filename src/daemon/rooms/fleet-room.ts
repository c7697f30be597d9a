import type { Clock, Timer } from '../../clock/index.ts';
import { type DriverView, fromWireId, PROTOCOL_LIMITS, toWireId } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';
import type { FleetDirectory } from '../services.ts';
import { boundsOf } from './bounds.ts';
import { type FleetFrame, type FleetRow, framesOf } from './fleet-frames.ts';
import { FleetWatcher } from './fleet-watcher.ts';
import { type JoinMessage, pagesOf, type Room } from './room.ts';

/**
 * The map of all drivers. Changes are gathered and sent at most once per interval, many drivers in
 * one frame, so that a watcher costs a few frames a second however large the fleet is.
 */
export class FleetRoom implements Room {
  private readonly watchers = new Map<Session, FleetWatcher>();
  private readonly changed = new Set<string>();
  private readonly fleet: () => FleetDirectory;
  private readonly clock: Clock;
  private timer: Timer;

  /** `fleet` is a function because fleet and room know each other. */
  constructor(fleet: () => FleetDirectory, clock: Clock, intervalMs: number) {
    this.fleet = fleet;
    this.clock = clock;
    this.timer = clock.every(intervalMs, () => this.flush());
  }

  /** From now on there is another time between two bursts. */
  retime(intervalMs: number): void {
    this.timer.cancel();
    this.timer = this.clock.every(intervalMs, () => this.flush());
  }

  /** Marks a driver for the next frame. */
  touch(driverId: string): void {
    if (this.watchers.size > 0) this.changed.add(driverId);
  }

  async join(session: Session, message: JoinMessage) {
    const watcher = new FleetWatcher(session, boundsOf(message.bbox));
    this.watchers.set(session, watcher);
    const inside = this.fleet()
      .drivers()
      .filter((driver) => watcher.contains(driver))
      .map((driver) => fromWireId(driver.driver_id));
    return pagesOf(inside, PROTOCOL_LIMITS.roomPageMax, (driverIds) => {
      const drivers = this.viewsOf(driverIds);
      watcher.show(drivers);
      return { drivers };
    });
  }

  leave(session: Session): void {
    this.watchers.delete(session);
    if (this.watchers.size === 0) this.changed.clear();
  }

  close(): void {
    this.timer.cancel();
  }

  private flush(): void {
    const rows = this.rowsOf(this.changed);
    this.changed.clear();
    // Built once for all who watch everything, which is nearly everybody.
    let whole: readonly FleetFrame[] | null = null;
    for (const watcher of this.watchers.values()) {
      if (watcher.takesAll) {
        whole ??= framesOf(rows);
        watcher.send(whole);
      } else watcher.send(this.framesFor(watcher, rows));
    }
  }

  /** For a part of the map, or after congestion: such a watcher costs only its own time. */
  private framesFor(watcher: FleetWatcher, rows: readonly FleetRow[]): readonly FleetFrame[] {
    const missed = this.rowsOf(watcher.takeMissed(rows));
    return framesOf([...missed, ...rows].filter((row) => watcher.wants(row)));
  }

  private rowsOf(driverIds: ReadonlySet<string>): readonly FleetRow[] {
    return [...driverIds].map((driverId) => {
      const driver = this.fleet().driver(driverId);
      return { driverId, driver, json: JSON.stringify(driver ?? toWireId(driverId)) };
    });
  }

  /** Drivers as they are now; those who are no more are left out. */
  private viewsOf(driverIds: readonly string[]): DriverView[] {
    return driverIds.flatMap((driverId) => this.fleet().driver(driverId) ?? []);
  }
}
