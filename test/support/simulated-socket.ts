import type { Socket } from '../../src/daemon/gateway/socket.ts';

/** Ears of the client at the other end. */
export interface SocketEars {
  text(text: string): void;
  ping(payload: string): void;
  closed(code: number): void;
}

/**
 * The code that WebSocket libraries report when there was no closing handshake (RFC 6455 §7.1.5).
 */
const ABNORMAL = 1006;

/**
 * The daemon's end of a socket that exists only in memory. While it is stalled, what is sent waits
 * in its buffer, as it does where a phone has lost its network.
 */
export class SimulatedSocket implements Socket {
  bufferedBytes = 0;
  private readonly ears: SocketEars;
  private waiting: (() => void)[] = [];
  private isStalled = false;
  private isOver = false;

  constructor(ears: SocketEars) {
    this.ears = ears;
  }

  send(text: string): void {
    if (this.isStalled) this.bufferedBytes += Buffer.byteLength(text);
    this.carry(() => this.ears.text(text));
  }

  ping(payload: string): void {
    this.carry(() => this.ears.ping(payload));
  }

  close(code: number): void {
    this.carry(() => this.finish(code));
  }

  terminate(): void {
    this.finish(ABNORMAL);
  }

  stall(): void {
    this.isStalled = true;
  }

  /** The network is back: everything that waited arrives. */
  flow(): void {
    this.isStalled = false;
    this.bufferedBytes = 0;
    const waiting = this.waiting;
    this.waiting = [];
    for (const arrive of waiting) arrive();
  }

  private carry(arrive: () => void): void {
    if (this.isStalled) this.waiting.push(arrive);
    else if (!this.isOver) arrive();
  }

  private finish(code: number): void {
    if (this.isOver) return;
    this.isOver = true;
    this.waiting = [];
    // A closing handshake takes its time; nobody may count on being called back at once.
    queueMicrotask(() => this.ears.closed(code));
  }
}
