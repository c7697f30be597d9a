import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const TEXT = 0x81;
const PONG = 0x8a;
const MASKED = 0x80;
const HEAD_END = '\r\n\r\n';

/**
 * The least that can be a WebSocket client: short text frames over a plain socket, so that the
 * generator costs less than what it measures. Frames are masked with zeros, which RFC 6455 §5.3
 * allows to whoever needs no protection from proxies.
 */
export class RawSocket {
  private readonly socket: Socket;
  private readonly onText: (text: string) => void;
  private rest: Buffer | null = null;
  private isOpen = false;
  private readonly onOpen: () => void;

  constructor(
    url: string,
    localAddress: string,
    onText: (text: string) => void,
    opened: () => void,
  ) {
    const { hostname, port } = new URL(url);
    this.onText = onText;
    this.onOpen = opened;
    this.socket = connect({ host: hostname, port: Number(port), localAddress, noDelay: true });
    this.socket.on('data', (chunk) => this.receive(chunk));
    // Every command of this user would be lost, and the figures with them.
    this.socket.on('error', ({ message }) => fail(message));
    this.socket.on('close', () => fail('a socket was closed'));
    const key = randomBytes(16).toString('base64');
    const head = ['GET / HTTP/1.1', `Host: ${hostname}:${port}`, 'Connection: Upgrade'];
    head.push('Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${key}`);
    this.socket.write(head.join('\r\n') + HEAD_END);
  }

  /** ASCII only. */
  send(text: string): void {
    this.write(TEXT, Buffer.from(text, 'latin1'));
  }

  private write(opcode: number, payload: Buffer): void {
    const isLong = payload.length > 125;
    const head = Buffer.alloc(isLong ? 8 : 6);
    head[0] = opcode;
    head[1] = MASKED | (isLong ? 126 : payload.length);
    if (isLong) head.writeUInt16BE(payload.length, 2);
    this.socket.write(Buffer.concat([head, payload]));
  }

  private receive(chunk: Buffer): void {
    let bytes = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = null;
    if (!this.isOpen) bytes = this.takeHead(bytes);
    let at = 0;
    while (at < bytes.length) {
      const end = this.takeFrame(bytes, at);
      if (end === null) break;
      at = end;
    }
    if (at < bytes.length) this.rest = bytes.subarray(at);
  }

  private takeHead(bytes: Buffer): Buffer {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      this.rest = bytes;
      return Buffer.alloc(0);
    }
    this.isOpen = true;
    this.onOpen();
    return bytes.subarray(end + HEAD_END.length);
  }

  /** Where the frame ends; null while the rest of it is on its way. */
  private takeFrame(bytes: Buffer, at: number): number | null {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const start = at + (short === 126 ? 4 : 2);
    if (bytes.length < start) return null;
    const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
    if (bytes.length < end) return null;
    const opcode = (bytes[at] ?? 0) & 0x0f;
    if (opcode === 1) this.onText(bytes.toString('latin1', start, end));
    else if (opcode === 9) this.write(PONG, bytes.subarray(start, end));
    else if (opcode === 8) fail(`closed: ${bytes.toString('latin1', start + 2, end)}`);
    return end;
  }
}

function fail(reason: string): never {
  process.stderr.write(`the generator lost its server: ${reason}\n`);
  process.exit(1);
}
