import type { Limits } from '../config/config.ts';
import type { Counters } from '../stats/counters.ts';
import type { Socket } from './socket.ts';

interface OutboxParts {
  readonly socket: Socket;
  readonly limits: Pick<Limits, 'outgoingBytesHigh' | 'outgoingBytesMax' | 'outgoingStallMs'>;
  readonly counters: Counters;
  readonly onOverflow: () => void;
}

/**
 * What goes out to one socket, and what happens when it does not drain:
 * - under `outgoingBytesHigh` everything is written at once;
 * - above it, positions and other live states keep only their latest (`sendLatest`), and durable
 *   messages and long lists wait where they come from (`isCongested`, `drained`);
 * - above `outgoingBytesMax`, or without any drain for `outgoingStallMs`, the client is closed
 *   4001 and resumes.
 */
export class Outbox {
  messagesSent = 0;
  private readonly parts: OutboxParts;
  private readonly latest = new Map<string, string>();
  private waiters: (() => void)[] = [];
  private stalledSinceMs: number | null = null;
  private writtenBytes = 0;
  private lastTakenBytes = 0;

  constructor(parts: OutboxParts) {
    this.parts = parts;
  }

  get bufferedBytes(): number {
    return this.parts.socket.bufferedBytes;
  }

  get isCongested(): boolean {
    return this.latest.size > 0 || this.bufferedBytes > this.parts.limits.outgoingBytesHigh;
  }

  /** One message always fits into an empty buffer, however long it is. */
  send(text: string): void {
    const { bufferedBytes } = this;
    const { limits, onOverflow } = this.parts;
    const bytes = Buffer.byteLength(text);
    if (bufferedBytes > 0 && bufferedBytes + bytes > limits.outgoingBytesMax) onOverflow();
    else this.write(text, bytes);
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

  /** Resolves when there is room again, or nobody to send to any more. */
  drained(): Promise<void> {
    if (!this.isCongested) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiters.push(resolve);
    });
  }

  /** Called a few times a second. */
  tick(nowMs: number): void {
    if (this.latest.size > 0) this.flushLatest();
    if (this.isCongested) this.judgeStall(nowMs);
    else this.settle();
  }

  /** Nothing is sent after this. A farewell passes every limit, which may be its very reason. */
  close(farewell?: string): void {
    if (farewell !== undefined) this.write(farewell, Buffer.byteLength(farewell));
    this.latest.clear();
    this.settle();
  }

  private write(text: string, bytes: number): void {
    const { socket, counters } = this.parts;
    this.messagesSent += 1;
    this.writtenBytes += bytes;
    counters.messagesOut += 1;
    counters.bytesOut += bytes;
    socket.send(text, bytes);
  }

  private settle(): void {
    this.stalledSinceMs = null;
    if (this.waiters.length === 0) return;
    const waiters = this.waiters;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }

  /** Anything that it takes counts, so that a slow network is told from a dead one. */
  private judgeStall(nowMs: number): void {
    const { limits, onOverflow } = this.parts;
    const takenBytes = this.writtenBytes - this.bufferedBytes;
    const hasTaken = this.stalledSinceMs === null || takenBytes > this.lastTakenBytes;
    if (hasTaken) this.stalledSinceMs = nowMs;
    this.lastTakenBytes = takenBytes;
    if (nowMs - (this.stalledSinceMs ?? nowMs) >= limits.outgoingStallMs) onOverflow();
  }

  private flushLatest(): void {
    for (const [key, text] of this.latest) {
      if (this.bufferedBytes > this.parts.limits.outgoingBytesHigh) return;
      this.latest.delete(key);
      this.send(text);
    }
  }
}
