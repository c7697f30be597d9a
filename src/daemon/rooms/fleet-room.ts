import type { Clock, Timer } from '../../clock/index.ts';
import { type DriverView, fromWireId, PROTOCOL_LIMITS } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';
import type { FleetDirectory } from '../services.ts';
import { type JoinMessage, pagesOf, type Room } from './room.ts';

/** A frame holds at most so many bytes, so that a phone-sized client can swallow it. */
const FRAME_BYTES_MAX = 64 * 1024;

interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * The map of all drivers. Changes are gathered and sent at most once per interval, many drivers in
 * one frame, so that a watcher costs a few frames a second however large the fleet is.
 */
export class FleetRoom implements Room {
  private readonly members = new Map<Session, Bounds | null>();
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
    this.members.set(session, bounds);
    const inside = this.fleet()
      .drivers()
      .filter((driver) => isInside(driver, bounds));
    return pagesOf(inside, PROTOCOL_LIMITS.roomPageMax).map((drivers) => ({ drivers }));
  }

  leave(session: Session): void {
    this.members.delete(session);
    if (this.members.size === 0) this.changed.clear();
  }

  close(): void {
    this.timer.cancel();
  }

  private flush(): void {
    if (this.changed.size === 0) return;
    const rows = [...this.changed].flatMap((driverId) => this.row(driverId));
    this.changed.clear();
    // Built once for all who watch everything, which is nearly everybody.
    let whole: readonly string[] | null = null;
    for (const [session, bounds] of this.members) {
      if (bounds === null) whole ??= framesOf(rows);
      const frames =
        bounds === null ? whole : framesOf(rows.filter((row) => isInside(row.driver, bounds)));
      this.send(session, frames ?? [], rows);
    }
  }

  /** A congested watcher gets these drivers again with the next frame, at their then latest. */
  private send(session: Session, frames: readonly string[], rows: readonly Row[]): void {
    if (session.isCongested) {
      for (const row of rows) this.changed.add(fromWireId(row.driver.driver_id));
      return;
    }
    for (const frame of frames) session.sendText(frame);
  }

  private row(driverId: string): readonly Row[] {
    const driver = this.fleet().driver(driverId);
    return driver === null ? [] : [{ driver, json: JSON.stringify(driver) }];
  }
}

interface Row {
  readonly driver: DriverView;
  readonly json: string;
}

const HEAD = '{"type":"fleet_update","drivers":[';

function framesOf(rows: readonly Row[]): readonly string[] {
  const frames: string[] = [];
  let open: string[] = [];
  let bytes = HEAD.length + 2;
  for (const { json } of rows) {
    const size = Buffer.byteLength(json) + 1;
    if (open.length > 0 && bytes + size > FRAME_BYTES_MAX) {
      frames.push(`${HEAD}${open.join(',')}]}`);
      open = [];
      bytes = HEAD.length + 2;
    }
    open.push(json);
    bytes += size;
  }
  if (open.length > 0) frames.push(`${HEAD}${open.join(',')}]}`);
  return frames;
}

function boundsOf(bbox: readonly number[] | undefined): Bounds | null {
  const [west, south, east, north] = bbox ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) {
    return null;
  }
  return { west, south, east, north };
}

function isInside(driver: DriverView, bounds: Bounds | null): boolean {
  if (bounds === null) return true;
  const { latitude, longitude } = driver;
  if (latitude === undefined || longitude === undefined) return false;
  return (
    longitude >= bounds.west &&
    longitude <= bounds.east &&
    latitude >= bounds.south &&
    latitude <= bounds.north
  );
}
