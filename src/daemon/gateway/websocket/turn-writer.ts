import { writeSync } from 'node:fs';
import type { Socket as NetSocket } from 'node:net';
import { textFrame } from './frames/frames.ts';

/** Frames of one turn that are held back; more of them leave at once. */
const HELD_BYTES_MAX = 16_384;

/** Lets those who gathered something write it when this turn of the event loop is over. */
export class Turn {
  private writers: TurnWriter[] = [];
  private lastText: string | null = null;
  private lastFrame = '';

  add(writer: TurnWriter): void {
    if (this.writers.length === 0) setImmediate(() => this.end());
    this.writers.push(writer);
  }

  /** Made once for all receivers of the same text, who come one after another. */
  frameOf(text: string, bytes: number): string {
    if (text !== this.lastText) {
      this.lastText = text;
      this.lastFrame = textFrame(text, bytes);
    }
    return this.lastFrame;
  }

  private end(): void {
    const { writers } = this;
    this.writers = [];
    this.lastText = null;
    this.lastFrame = '';
    for (const writer of writers) writer.flush();
  }
}

/**
 * Writes bytes to one TCP socket. What is written within one turn of the event loop leaves in one
 * system call, which is made right here: Node's stream costs as much again. Only what the kernel
 * does not take goes through the stream, which waits until it does.
 */
export class TurnWriter {
  private readonly turn: Turn;
  private readonly socket: NetSocket;
  private readonly descriptor: number;
  /** Each character is a byte. */
  private held = '';

  /** `descriptor` is that of the socket. */
  constructor(turn: Turn, socket: NetSocket, descriptor: number) {
    this.turn = turn;
    this.socket = socket;
    this.descriptor = descriptor;
  }

  /** Bytes that wait for the peer. What is only held back has not met the kernel yet. */
  get waitingBytes(): number {
    const { writableLength } = this.socket;
    return writableLength === 0 ? 0 : writableLength + this.held.length;
  }

  /** `bytes` is the length of `text` in UTF-8. */
  writeText(text: string, bytes: number): void {
    this.write(this.turn.frameOf(text, bytes));
  }

  /** `frame` is a string of bytes ("latin1"). */
  write(frame: string): void {
    if (this.held === '') this.turn.add(this);
    this.held += frame;
    if (this.held.length > HELD_BYTES_MAX) this.flush();
  }

  flush(): void {
    const { held, socket } = this;
    this.held = '';
    if (held === '' || socket.destroyed) return;
    const written = socket.writableLength === 0 ? this.writeNow(held) : 0;
    if (written < held.length) socket.write(held.slice(written), 'latin1');
  }

  /** Answers how many bytes the kernel took. */
  private writeNow(bytes: string): number {
    try {
      return writeSync(this.descriptor, bytes, null, 'latin1');
    } catch {
      // It has no room. Whatever else it may be, the stream meets it again and reports it.
      return 0;
    }
  }
}
