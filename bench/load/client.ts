import { addressOf, type Ending, lostSession, RawSocket } from './raw-socket.ts';
import { type Wrapping, wrappingOf } from './wrapping.ts';

const BRACE = 0x7b;
/** Packets of Engine.IO and Socket.IO begin with their types, as digits. */
const ENGINE_OPEN = 0x30;
const ENGINE_PING = 0x32;
const ENGINE_MESSAGE = 0x34;
const SOCKET_IO_CONNECT = 0x30;

export interface Identity {
  readonly role: string;
  readonly id: number;
  readonly token: string;
}

/** A JSON object in bytes that are valid only until it returns. */
type Hear = (bytes: Buffer, start: number, end: number) => void;

interface Farewell {
  readonly retry_after_ms?: number;
}

/** One user's connection, which can be opened again when it has ended. */
export class Client {
  onMessage: Hear = () => {};
  /** When a session has ended; without another wish every figure would be worth nothing then. */
  onEnd: (ending: Ending) => void = lostSession;
  readonly wrapping: Wrapping;
  private readonly url: string;
  private readonly identity: Identity;
  private socket: RawSocket | null = null;
  private settle: ((ending: Ending | null) => void) | null = null;
  private retryAfterMs: number | null = null;

  constructor(url: string, identity: Identity) {
    this.url = url;
    this.identity = identity;
    this.wrapping = wrappingOf(url);
  }

  /** Null when the session is open, else why it is not. */
  open(): Promise<Ending | null> {
    this.retryAfterMs = null;
    return new Promise((resolve) => {
      this.settle = resolve;
      const socket = new RawSocket(this.url, addressOf(this.identity.id), {
        opened: () => {
          if (this.wrapping.before === '') this.authenticate();
        },
        text: (bytes, start, end) => this.take(bytes, start, end),
        // The end of a connection before this one may be told only now.
        closed: (ending) => {
          if (this.socket === socket) this.ended(ending);
        },
      });
      this.socket = socket;
    });
  }

  send(text: string): void {
    this.socket?.send(`${this.wrapping.before}${text}${this.wrapping.after}`);
  }

  /** A frame that was made before, with what stands around its object. */
  write(frame: Buffer): void {
    this.socket?.write(frame);
  }

  get isFlushed(): boolean {
    return this.socket?.isFlushed ?? true;
  }

  private authenticate(): void {
    const { role, id, token } = this.identity;
    this.send(JSON.stringify({ type: 'auth', token, role, user_id: id, acks: true }));
  }

  private take(bytes: Buffer, start: number, end: number): void {
    if (bytes[start] === BRACE) this.hear(bytes, start, end);
    else this.takePacket(bytes, start, end);
  }

  private takePacket(bytes: Buffer, start: number, end: number): void {
    const type = bytes[start];
    if (type === ENGINE_OPEN) this.socket?.send('40');
    else if (type === ENGINE_PING) this.socket?.send('3');
    else if (type === ENGINE_MESSAGE && bytes[start + 1] === SOCKET_IO_CONNECT) this.authenticate();
    else {
      const { before, after } = this.wrapping;
      this.hear(bytes, start + before.length, end - after.length);
    }
  }

  private hear(bytes: Buffer, start: number, end: number): void {
    if (this.settle === null) this.onMessage(bytes, start, end);
    else this.hearAnswer(bytes.toString('latin1', start, end));
  }

  /** What comes before the session is open; a refusal is followed by the end. */
  private hearAnswer(text: string): void {
    if (text.startsWith('{"type":"authenticated"')) {
      this.settle?.(null);
      this.settle = null;
    } else {
      const { retry_after_ms } = JSON.parse(text) as Farewell;
      this.retryAfterMs = retry_after_ms ?? this.retryAfterMs;
    }
  }

  private ended(ending: Ending): void {
    this.socket = null;
    const { settle } = this;
    this.settle = null;
    if (settle === null) this.onEnd(ending);
    else settle({ ...ending, retryAfterMs: ending.retryAfterMs ?? this.retryAfterMs });
  }
}
