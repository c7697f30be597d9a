import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { frameOf, LENGTH_16, LENGTH_64 } from './frame.ts';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const SOURCES = 16;
const SWITCHING = 101;
const HEAD_END = '\r\n\r\n';
/** Every socket reads into this one, because a frame is done with before the next read. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);

/** How a connection ended. */
export interface Ending {
  /** Of the closing frame, or of the HTTP answer; 0 where there was neither. */
  readonly code: number;
  readonly reason: string;
  /** Of an HTTP answer that named one. */
  readonly retryAfterMs: number | null;
}

export interface RawSocketEvents {
  opened(): void;
  /** A whole message; the bytes are somebody else's as soon as this returns. */
  text(bytes: Buffer, start: number, end: number): void;
  closed(ending: Ending): void;
}

/**
 * The least that can be a WebSocket client: whole text frames over a plain socket, so that the
 * generator costs less than what it measures. Servers that cut messages into pieces are not read.
 */
export class RawSocket {
  private readonly socket: Socket;
  private readonly events: RawSocketEvents;
  private rest: Buffer | null = null;
  private isOpen = false;
  private ending: Ending = { code: 0, reason: 'the connection was lost', retryAfterMs: null };

  constructor(url: string, localAddress: string, events: RawSocketEvents) {
    const { hostname, port, pathname, search } = new URL(url);
    this.events = events;
    const onread = { buffer: shared, callback: (length: number) => this.read(length) };
    const place = { host: hostname, port: Number(port), localAddress };
    this.socket = connect({ ...place, noDelay: true, onread });
    this.socket.on('error', ({ message }) => {
      this.ending = { ...this.ending, reason: message };
    });
    this.socket.on('close', () => events.closed(this.ending));
    const key = randomBytes(16).toString('base64');
    const head = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${hostname}:${port}`];
    head.push('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13');
    head.push(`Sec-WebSocket-Key: ${key}`);
    this.socket.write(head.join('\r\n') + HEAD_END);
  }

  /** ASCII only. */
  send(text: string): void {
    this.socket.write(frameOf(TEXT, text));
  }

  /** A frame that was made before. It must stay as it is until `isFlushed`. */
  write(frame: Buffer): void {
    this.socket.write(frame);
  }

  get isFlushed(): boolean {
    return this.socket.writableLength === 0;
  }

  destroy(): void {
    this.socket.destroy();
  }

  private read(length: number): boolean {
    const chunk = shared.subarray(0, length);
    if (this.isOpen && this.rest === null) this.takeFrames(chunk, length);
    else this.takeLater(chunk);
    return true;
  }

  /** The answer to the upgrade, and frames that come in pieces. */
  private takeLater(chunk: Buffer): void {
    let bytes: Buffer = this.rest === null ? Buffer.from(chunk) : Buffer.concat([this.rest, chunk]);
    this.rest = null;
    if (!this.isOpen) bytes = this.takeHead(bytes);
    if (this.isOpen) this.takeFrames(bytes, bytes.length);
  }

  private takeHead(bytes: Buffer): Buffer {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      this.rest = bytes;
      return bytes;
    }
    const head = bytes.toString('latin1', 0, end);
    const status = Number(head.split(' ', 2)[1]);
    if (status === SWITCHING) {
      this.isOpen = true;
      this.events.opened();
    } else {
      const seconds = /^retry-after: *(\d+)/im.exec(head)?.[1];
      const retryAfterMs = seconds === undefined ? null : Number(seconds) * 1000;
      this.ending = { code: status, reason: 'refused', retryAfterMs };
      this.socket.destroy();
    }
    return bytes.subarray(end + HEAD_END.length);
  }

  private takeFrames(bytes: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      const end = this.takeFrame(bytes, at, length);
      if (end < 0) break;
      at = end;
    }
    // A copy, because the next socket reads into the same bytes.
    if (at < length) this.rest = Buffer.from(bytes.subarray(at, length));
  }

  /** Where the frame ends; -1 while the rest of it is on its way. */
  private takeFrame(bytes: Buffer, at: number, length: number): number {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const start = at + 2 + lengthBytes(short);
    if (length < start) return -1;
    const end = start + payloadLengthAt(bytes, at + 2, short);
    if (length < end) return -1;
    const opcode = (bytes[at] ?? 0) & 0x0f;
    if (opcode === TEXT) this.events.text(bytes, start, end);
    else if (opcode === PING) this.write(frameOf(PONG, bytes.toString('latin1', start, end)));
    else if (opcode === CLOSE) this.takeClose(bytes, start, end);
    return end;
  }

  private takeClose(bytes: Buffer, start: number, end: number): void {
    const code = end - start >= 2 ? bytes.readUInt16BE(start) : 0;
    this.ending = { code, reason: bytes.toString('latin1', start + 2, end), retryAfterMs: null };
    this.socket.destroy();
  }
}

/** How many bytes the length takes behind the byte that has the short one. */
function lengthBytes(short: number): number {
  if (short === LENGTH_64) return 8;
  return short === LENGTH_16 ? 2 : 0;
}

function payloadLengthAt(bytes: Buffer, at: number, short: number): number {
  if (short === LENGTH_64) return Number(bytes.readBigUInt64BE(at));
  return short === LENGTH_16 ? bytes.readUInt16BE(at) : short;
}

/** Connections come from several addresses, as a town's do. */
export function addressOf(userId: number): string {
  return `127.0.0.${2 + (userId % SOURCES)}`;
}

/** What a session would have got is lost, and the figures with it. */
export function lostSession({ code, reason }: Ending): never {
  process.stderr.write(`the generator lost a session: ${code} ${reason}\n`);
  process.exit(1);
}
