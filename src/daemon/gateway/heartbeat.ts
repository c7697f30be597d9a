import type { Timer } from '../../clock/index.ts';
import type { Connection } from './connection.ts';
import type { Parts } from './parts.ts';

const TICK_MS = 1_000;
/** Pings without any frame in answer before a peer counts as dead. */
const MISSED_MAX = 2;

/**
 * A wheel with one slot a second: each connection sits in a random one, so that 10 000 connections
 * that came at once are not all pinged at once, and none needs a timer of its own.
 */
export class Heartbeat {
  private readonly parts: Parts;
  private slots: Set<Connection>[] = [];
  private readonly slotOf = new Map<Connection, Set<Connection>>();
  private timer: Timer | null = null;
  private hand = 0;

  constructor(parts: Parts) {
    this.parts = parts;
    this.retime();
  }

  /** Takes over the configured time between pings. */
  retime(): void {
    const { heartbeatMs } = this.parts.config.limits;
    const size = Math.max(1, Math.round(heartbeatMs / TICK_MS));
    this.timer?.cancel();
    this.timer = this.parts.wallClock.every(heartbeatMs / size, () => this.turn());
    if (size === this.slots.length) return;
    this.slots = Array.from({ length: size }, () => new Set());
    const nowMs = this.parts.wallClock.monotonic();
    for (const connection of this.slotOf.keys()) {
      // Nobody is late by a measure that was not theirs when they were last pinged.
      connection.lastHeardMs = nowMs;
      this.add(connection);
    }
  }

  add(connection: Connection): void {
    const slot = this.slots[Math.floor(this.parts.random() * this.slots.length)];
    if (slot === undefined) return;
    slot.add(connection);
    this.slotOf.set(connection, slot);
  }

  remove(connection: Connection): void {
    this.slotOf.get(connection)?.delete(connection);
    this.slotOf.delete(connection);
  }

  close(): void {
    this.timer?.cancel();
  }

  private turn(): void {
    this.hand = (this.hand + 1) % this.slots.length;
    for (const connection of this.slots[this.hand] ?? []) this.beat(connection);
  }

  private beat(connection: Connection): void {
    if (connection.state.kind !== 'open') return;
    const nowMs = this.parts.wallClock.monotonic();
    const { heartbeatMs, idleTimeoutMs } = this.parts.config.limits;
    if (nowMs - connection.lastHeardMs > MISSED_MAX * heartbeatMs) {
      this.parts.counters.drop('heartbeat_timeout');
      connection.close('heartbeat_timeout');
      // The handshake of a dead peer would never end.
      connection.terminate();
    } else if (nowMs - connection.lastMessageMs >= idleTimeoutMs) {
      this.parts.counters.drop('idle');
      connection.close('idle');
    } else this.ping(connection);
  }

  private ping(connection: Connection): void {
    if (connection.state.kind !== 'open') return;
    const { session } = connection.state;
    connection.beat({ type: 'ping', server_time: this.parts.clock.now() });
    session.pingFor(this.parts.delivery.position(session)?.writtenSeq ?? 0);
  }
}
