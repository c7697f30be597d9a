import { type DriverView, fromWireId } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';
import { type Bounds, isInside } from './bounds.ts';
import type { FleetFrame, FleetRow } from './fleet-frames.ts';

/** One session that watches the map, or a part of it, and what it still has to be told. */
export class FleetWatcher {
  private readonly session: Session;
  private readonly bounds: Bounds | null;
  /** Drivers that changed while it was congested: for its next frame, as they are then. */
  private readonly missed = new Set<string>();
  /** On a part of the map, each driver as last shown there: bounded by the fleet. */
  private readonly shown = new Map<string, DriverView>();

  constructor(session: Session, bounds: Bounds | null) {
    this.session = session;
    this.bounds = bounds;
  }

  /** Takes every change as it comes, so it may share its frames with others. */
  get takesAll(): boolean {
    return this.bounds === null && this.missed.size === 0;
  }

  contains(driver: DriverView): boolean {
    return isInside(driver, this.bounds);
  }

  /** Who was missed and has not changed again since; from here on they count as told. */
  takeMissed(rows: readonly FleetRow[]): ReadonlySet<string> {
    const missed = new Set(this.missed);
    for (const { driverId } of rows) missed.delete(driverId);
    this.missed.clear();
    return missed;
  }

  /**
   * Besides those inside: who has left, once, so that no marker stays behind, and later only
   * whether they are online.
   */
  wants({ driverId, driver }: FleetRow): boolean {
    if (this.bounds === null) return true;
    const last = this.shown.get(driverId);
    if (driver === null) return last !== undefined;
    if (this.contains(driver)) return true;
    return last !== undefined && (this.contains(last) || last.online !== driver.online);
  }

  /** What a congested watcher does not take now comes with its next frame. */
  send(frames: readonly FleetFrame[]): void {
    for (const { text, rows } of frames) {
      if (this.session.isCongested) {
        for (const { driverId } of rows) this.missed.add(driverId);
      } else {
        this.session.sendText(text);
        for (const { driverId, driver } of rows) this.note(driverId, driver);
      }
    }
  }

  /** Those on a page that is about to be sent. */
  show(drivers: readonly DriverView[]): void {
    for (const driver of drivers) this.note(fromWireId(driver.driver_id), driver);
  }

  private note(driverId: string, driver: DriverView | null): void {
    if (this.bounds === null) return;
    if (driver === null) this.shown.delete(driverId);
    else this.shown.set(driverId, driver);
  }
}
