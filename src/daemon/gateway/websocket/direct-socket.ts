import type { Socket as NetSocket } from 'node:net';
import type { Clock, Timer } from '../../../clock/index.ts';
import type { SocketEvents } from '../socket.ts';
import { type FrameBounds, type FrameListener, FrameReader } from './frames/frame-reader.ts';
import { closeFrame, pingFrame, pongFrame } from './frames/frames.ts';
import { RECEIVED, takeOver } from './take-over.ts';
import type { Transport } from './transport.ts';
import { type Turn, TurnWriter } from './turn-writer.ts';

interface DirectOptions {
  readonly turn: Turn;
  readonly clock: Clock;
  readonly bounds: FrameBounds;
  /** How long a closing handshake may take. */
  readonly closeTimeoutMs: number;
}

/** For a peer that asks with Pings and reads no Pong. */
const UNREAD_BYTES_MAX = 4 * 1_048_576;

/** A WebSocket straight on its TCP socket, once the handshake is done (RFC 6455 §5 and §7). */
export class DirectSocket implements Transport {
  readonly stream: NetSocket;
  private readonly options: DirectOptions;
  private readonly writer: TurnWriter;
  private reader: FrameReader | null = null;
  private isClosing = false;
  private closeTimer: Timer | null = null;

  constructor(stream: NetSocket, options: DirectOptions) {
    const { socket, descriptor } = takeOver(stream, (length) => {
      this.reader?.take(RECEIVED, length);
    });
    this.options = options;
    this.stream = socket;
    this.writer = new TurnWriter(options.turn, socket, descriptor);
    // A reset; `close` follows.
    socket.on('error', () => {});
    socket.once('close', () => this.closeTimer?.cancel());
  }

  get bufferedBytes(): number {
    return this.writer.waitingBytes;
  }

  listen(events: SocketEvents, head: Buffer): void {
    this.reader = new FrameReader(new Hearing(this, events), this.options.bounds);
    this.stream.once('close', () => events.closed());
    if (head.length > 0) this.reader.take(head, head.length);
  }

  send(text: string, bytes: number): void {
    if (!this.isClosing) this.writer.writeText(text, bytes);
  }

  ping(payload: string): void {
    if (!this.isClosing) this.writer.write(pingFrame(payload));
  }

  /** Answers a Ping; `payload` is a string of bytes ("latin1"). */
  pong(payload: string): void {
    if (this.isClosing) return;
    if (this.bufferedBytes > UNREAD_BYTES_MAX) this.terminate();
    else this.writer.write(pongFrame(payload));
  }

  close(code: number, reason: string): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.writer.write(closeFrame(code, reason));
    const { clock, closeTimeoutMs } = this.options;
    this.closeTimer = clock.after(closeTimeoutMs, () => this.stream.destroy());
  }

  /** The peer says goodbye, or nothing that it says can be read any more. */
  finish(code: number): void {
    this.close(code, '');
    this.writer.flush();
    this.stream.end();
  }

  terminate(): void {
    this.isClosing = true;
    // Or else the farewell would be lost.
    this.writer.flush();
    this.stream.destroy();
  }
}

/** Takes what a peer says to where it belongs. */
class Hearing implements FrameListener {
  private readonly socket: DirectSocket;
  private readonly events: SocketEvents;

  constructor(socket: DirectSocket, events: SocketEvents) {
    this.socket = socket;
    this.events = events;
  }

  text(text: string): void {
    this.events.message(text);
  }
  binary(): void {
    this.events.binary();
  }
  ping(payload: string): void {
    this.socket.pong(payload);
    this.events.ping();
  }
  pong(payload: string): void {
    this.events.pong(payload);
  }
  close(code: number): void {
    this.socket.finish(code);
  }
  fault(code: number): void {
    this.events.violated(code);
    this.socket.finish(code);
  }
}
