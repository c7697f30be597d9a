import type { Limits } from '../config/config.ts';
import type { Socket } from './socket.ts';

/**
 * What goes out to one socket, and what happens when it does not drain:
 * - under `outgoingBytesHigh` everything is written at once;
 * - above it, positions and other live states keep only their latest (`sendLatest`), and durable
 *   messages wait in the store (the delivery looks at `isCongested`);
 * - above `outgoingBytesMax`, or without any drain for `outgoingStallMs`, the client is closed
 *   4001 and resumes.
 */
export class Outbox {
  messagesSent = 0;
  private readonly socket: Socket;
  private readonly limits: Limits;
  private readonly onOverflow: () => void;
  private readonly latest = new Map<string, string>();
  private stalledSinceMs: number | null = null;
  private lastBuffered = 0;

  constructor(socket: Socket, limits: Limits, onOverflow: () => void) {
    this.socket = socket;
    this.limits = limits;
    this.onOverflow = onOverflow;
  }

  get bufferedBytes(): number {
    return this.socket.bufferedBytes;
  }

  get isCongested(): boolean {
    return this.latest.size > 0 || this.socket.bufferedBytes > this.limits.outgoingBytesHigh;
  }

  send(text: string): void {
    if (this.socket.bufferedBytes + text.length > this.limits.outgoingBytesMax) {
      this.onOverflow();
      return;
    }
    this.messagesSent += 1;
    this.socket.send(text);
  }

  /** For states of which only the latest counts; `key` names the state. True: an older one fell. */
  sendLatest(key: string, text: string): boolean {
    if (!this.isCongested) {
      this.send(text);
      return false;
    }
    const replaces = this.latest.delete(key);
    this.latest.set(key, text);
    return replaces;
  }

  /** Called now and then while congested. Answers whether it is still so. */
  drain(nowMs: number): boolean {
    const buffered = this.socket.bufferedBytes;
    if (buffered <= this.limits.outgoingBytesHigh) this.flushLatest();
    if (!this.isCongested) {
      this.stalledSinceMs = null;
      return false;
    }
    if (this.stalledSinceMs === null || buffered < this.lastBuffered) this.stalledSinceMs = nowMs;
    this.lastBuffered = buffered;
    if (nowMs - this.stalledSinceMs >= this.limits.outgoingStallMs) this.onOverflow();
    return true;
  }

  private flushLatest(): void {
    for (const [key, text] of this.latest) {
      if (this.socket.bufferedBytes > this.limits.outgoingBytesHigh) return;
      this.latest.delete(key);
      this.send(text);
    }
  }
}
