import type { Clock, Timer } from '../../clock/index.ts';
import { type DriverView, fromWireId, PROTOCOL_LIMITS, toWireId } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';
import type { FleetDirectory } from '../services.ts';
import { type Bounds, boundsOf, isInside } from './bounds.ts';
import { type FleetFrame, type FleetRow, framesOf } from './fleet-frames.ts';
import { type JoinMessage, pagesOf, type Room } from './room.ts';

interface Member {
  readonly session: Session;
  readonly bounds: Bounds | null;
  /** Drivers that changed while it was congested: for its next frame, as they are then. */
  readonly missed: Set<string>;
}

/**
 * The map of all drivers. Changes are gathered and sent at most once per interval, many drivers in
 * one frame, so that a watcher costs a few frames a second however large the fleet is.
 */
export class FleetRoom implements Room {
  private readonly members = new Map<Session, Member>();
  private readonly changed = new Set<string>();
  private readonly fleet: () => FleetDirectory;
  private readonly timer: Timer;

  /** `fleet` is a function because fleet and room know each other. */
  constructor(fleet: () => FleetDirectory, clock: Clock, intervalMs: number) {
    this.fleet = fleet;
    this.timer = clock.every(intervalMs, () => this.flush());
  }

  /** Marks a driver for the next frame. */
  touch(driverId: string): void {
    if (this.members.size > 0) this.changed.add(driverId);
  }

  async join(session: Session, message: JoinMessage) {
    const bounds = boundsOf(message.bbox);
    this.members.set(session, { session, bounds, missed: new Set() });
    const inside = this.fleet()
      .drivers()
      .filter((driver) => isInside(driver, bounds))
      .map((driver) => fromWireId(driver.driver_id));
    return pagesOf(inside, PROTOCOL_LIMITS.roomPageMax).map((driverIds) => () => ({
      drivers: this.viewsOf(driverIds),
    }));
  }

  leave(session: Session): void {
    this.members.delete(session);
    if (this.members.size === 0) this.changed.clear();
  }

  close(): void {
    this.timer.cancel();
  }

  private flush(): void {
    const rows = this.rowsOf(this.changed);
    this.changed.clear();
    // Built once for all who watch everything, which is nearly everybody.
    let whole: readonly FleetFrame[] | null = null;
    for (const member of this.members.values()) {
      if (member.bounds !== null || member.missed.size > 0) {
        send(member, this.framesFor(member, rows));
      } else {
        whole ??= framesOf(rows);
        send(member, whole);
      }
    }
  }

  /** For a part of the map, or after congestion: such a watcher costs only its own time. */
  private framesFor({ bounds, missed }: Member, rows: readonly FleetRow[]): readonly FleetFrame[] {
    for (const { driverId } of rows) missed.delete(driverId);
    const own = [...this.rowsOf(missed), ...rows].filter(
      // Who is gone may have been inside.
      ({ driver }) => driver === null || isInside(driver, bounds),
    );
    missed.clear();
    return framesOf(own);
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

/** What a congested watcher does not take now comes with its next frame. */
function send({ session, missed }: Member, frames: readonly FleetFrame[]): void {
  for (const { text, rows } of frames) {
    if (!session.isCongested) session.sendText(text);
    else for (const { driverId } of rows) missed.add(driverId);
  }
}
