import { hash } from 'node:crypto';
import { WebSocket } from 'ws';
import type { AnyServerMessage, ClientMessageOf } from '../../../src/protocol/index.ts';

export type Auth = Omit<ClientMessageOf<'auth'>, 'type'>;

/** One message of a stream as it was sent: its number and a digest of it, in one short text. */
export type Mark = string;

/**
 * A bare client that can stop reading: its kernel's buffer fills, then the daemon's kernel's, and
 * then the daemon has to hold what it writes. It keeps marks and no messages, because two hundred
 * of them are sent a gigabyte.
 */
export class StallingClient {
  readonly marks: Mark[] = [];
  positions = 0;
  /** The code that the daemon announced before it closed. */
  announced: number | null = null;
  epoch = '';
  /** The stream follows from the next number on. */
  from = 0;
  /** Set before it opens: it then takes nothing after `authenticated`. */
  stopsAtOnce = false;
  readonly opened: Promise<void>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  private readonly socket: WebSocket;
  private lastSeq: number | null = null;
  private readonly asked = new Map<number, () => void>();
  private onChange: () => void = () => {};
  private onOpened: () => void = () => {};

  constructor(url: string, auth: Auth) {
    this.socket = new WebSocket(url, { perMessageDeflate: false });
    this.socket.on('open', () => this.send({ type: 'auth', ...auth }));
    this.socket.on('message', (bytes) => this.hear(String(bytes)));
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.opened = new Promise((resolve) => {
      this.onOpened = resolve;
    });
  }

  /** How far it has read. */
  get position(): number {
    return this.lastSeq ?? this.from;
  }

  /** Resolves when the daemon has let it in. */
  join(room: string): Promise<void> {
    const id = this.asked.size + 1;
    this.send({ type: 'join_room', room, id });
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
    });
  }

  /** Nothing is taken from the kernel any more. */
  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  /** Resolves when the stream has come so far, or the daemon has closed. */
  async reads(seq: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.onChange = () => this.position >= seq && resolve();
      this.onChange();
    });
    await Promise.race([reached, this.closed]);
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  async leave(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as AnyServerMessage;
    if (message.type === 'authenticated') this.open(message.epoch, message.from);
    else if (message.type === 'ack') this.asked.get(Number(message.id))?.();
    else if (message.type === 'location_update') this.positions += 1;
    else if (message.type === 'disconnect') this.announced = message.code;
    else if ('seq' in message && message.seq !== undefined) this.mark(message.seq, text);
  }

  private open(epoch: string, from: number): void {
    this.epoch = epoch;
    this.from = from;
    if (this.stopsAtOnce) this.stopReading();
    this.onOpened();
  }

  private mark(seq: number, text: string): void {
    // Messages of the offline queue say so, which the stored ones do not.
    const stored = text.replace(',"replayed":true}', '}');
    this.marks.push(markOf(seq, stored));
    this.lastSeq = seq;
    this.onChange();
  }
}

export function markOf(seq: number, text: string): Mark {
  return `${seq} ${hash('sha1', text)}`;
}
