import { descriptorOf, type SystemCall, stringsOf } from './system-calls.ts';

/** A whole message that has left the process. */
export interface Sent {
  /** Where the call began that took its first byte. */
  readonly at: number;
  /** `socket:[123]`: one for each connection. */
  readonly socket: string;
  readonly text: string;
}

/** All that can bring bytes to somebody else. */
export const SENDING_CALLS = ['write', 'writev', 'sendto', 'sendmsg', 'sendmmsg'];

const TEXT_FRAME = 1;
/** By the length in a frame's second byte: these two say that it stands in the bytes after it. */
const MORE_LENGTH_BYTES: Readonly<Record<number, number>> = { 126: 2, 127: 8 };

/** Everything that was said on sockets and pipes: frames, bodies of HTTP answers, lines. */
export function sentMessages(calls: readonly SystemCall[]): Sent[] {
  const streams = new Map<string, SentStream>();
  for (const call of calls) {
    const socket = descriptorOf(call.args);
    if (!SENDING_CALLS.includes(call.name) || !/^(socket|pipe):/.test(socket)) continue;
    const stream = streams.get(socket) ?? new SentStream(socket);
    streams.set(socket, stream);
    const bytes = Buffer.concat(stringsOf(call.args));
    if (call.result > 0) stream.take(bytes.subarray(0, call.result), call.begunAt);
  }
  return [...streams.values()].flatMap(({ sent }) => sent).sort((a, b) => a.at - b.at);
}

/** One end of a connection, from its first byte to its last. */
class SentStream {
  readonly sent: Sent[] = [];
  private readonly socket: string;
  private rest: Buffer = Buffer.alloc(0);
  private restAt = 0;
  private isUpgraded = false;

  constructor(socket: string) {
    this.socket = socket;
  }

  take(bytes: Buffer, at: number): void {
    if (this.rest.length === 0) this.restAt = at;
    this.rest = Buffer.concat([this.rest, bytes]);
    for (let length = this.readOne(); length !== null; length = this.readOne()) {
      this.rest = this.rest.subarray(length);
      this.restAt = at;
    }
  }

  /** The length of the first message; null when it is not whole. */
  private readOne(): number | null {
    if (this.rest.length === 0) return null;
    if (this.isUpgraded) return this.readFrame();
    return this.rest.toString('latin1', 0, 5) === 'HTTP/' ? this.readHttp() : this.readLine();
  }

  private tell(text: Buffer): void {
    this.sent.push({ at: this.restAt, socket: this.socket, text: text.toString() });
  }

  private readLine(): number | null {
    const end = this.rest.indexOf('\n');
    if (end < 0) return null;
    this.tell(this.rest.subarray(0, end));
    return end + 1;
  }

  private readHttp(): number | null {
    const end = this.rest.indexOf('\r\n\r\n');
    if (end < 0) return null;
    const head = this.rest.toString('latin1', 0, end);
    const from = end + 4;
    this.isUpgraded = head.startsWith('HTTP/1.1 101');
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.rest.length < from + length) return null;
    if (length > 0) this.tell(this.rest.subarray(from, from + length));
    return from + length;
  }

  /** As servers send them (RFC 6455): not masked, and here never in fragments. */
  private readFrame(): number | null {
    const [first = 0, short] = this.rest;
    if (short === undefined) return null;
    const head = 2 + (MORE_LENGTH_BYTES[short] ?? 0);
    if (this.rest.length < head) return null;
    const length = this.lengthIn(short);
    if (this.rest.length < head + length) return null;
    if ((first & 15) === TEXT_FRAME) this.tell(this.rest.subarray(head, head + length));
    return head + length;
  }

  private lengthIn(short: number): number {
    if (short < 126) return short;
    return short === 126 ? this.rest.readUInt16BE(2) : Number(this.rest.readBigUInt64BE(2));
  }
}
