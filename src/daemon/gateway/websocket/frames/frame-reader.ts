import { isUtf8 } from 'node:buffer';
import { GrowingBytes } from './growing-bytes.ts';
import { CONTROL_BYTES_MAX, isControl, OPCODE } from './opcode.ts';
import { unmask } from './unmask.ts';

/** Codes of RFC 6455 §7.4.1 with which a connection fails. */
export type FaultCode = 1002 | 1007 | 1008 | 1009;

/** Hears what a peer says. */
export interface FrameListener {
  text(text: string): void;
  binary(): void;
  /** `payload` is a string of bytes ("latin1"). */
  ping(payload: string): void;
  /** `payload` is a string of bytes ("latin1"). */
  pong(payload: string): void;
  /** Nothing follows. 1005: the peer gave no code. */
  close(code: number): void;
  /** Nothing that the peer says is read any more. */
  fault(code: FaultCode): void;
}

export interface FrameBounds {
  /** Of one message, in bytes. */
  readonly payloadBytesMax: number;
  /** That one message may come in. */
  readonly fragmentsMax: number;
}

/** Offset of a frame of which not everything has come yet. */
const INCOMPLETE = -1;
const NO_STATUS = 1005;
const MASK_BYTES = 4;
/** Instead of a short length: the length is in the next two bytes; beyond, in eight. */
const LENGTH_IN_2 = 126;

/** Reads the frames of one client (RFC 6455 §5), however they are cut into pieces. */
export class FrameReader {
  private readonly listener: FrameListener;
  private readonly bounds: FrameBounds;
  /** A frame that has come in part. */
  private partial: GrowingBytes | null = null;
  /** A message of several frames that has come in part. */
  private message: GrowingBytes | null = null;
  private messageOpcode = 0;
  private fragments = 0;
  private isOver = false;

  constructor(listener: FrameListener, bounds: FrameBounds) {
    this.listener = listener;
    this.bounds = bounds;
  }

  /** Takes the first `length` of `bytes`, which it changes and does not keep. */
  take(bytes: Buffer, length: number): void {
    const { partial } = this;
    if (this.isOver) return;
    if (partial === null) {
      const end = this.readFrames(bytes, length);
      if (end < length && !this.isOver) this.keep(bytes, end, length);
      return;
    }
    partial.append(bytes, 0, length);
    const end = this.readFrames(partial.bytes, partial.length);
    if (end === partial.length || this.isOver) this.partial = null;
    else if (end > 0) partial.drop(end);
  }

  /** Reads no further: the connection is being closed for other reasons. */
  stop(): void {
    this.isOver = true;
    this.partial = null;
    this.message = null;
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    this.partial = new GrowingBytes();
    this.partial.append(bytes, start, end);
  }

  /** Answers where the first incomplete frame starts. */
  private readFrames(bytes: Buffer, length: number): number {
    let at = 0;
    while (at < length && !this.isOver) {
      const next = this.readFrame(bytes, at, length);
      if (next === INCOMPLETE) return at;
      at = next;
    }
    return at;
  }

  private readFrame(bytes: Buffer, at: number, end: number): number {
    if (end - at < 2) return INCOMPLETE;
    const first = bytes[at] ?? 0;
    if (!this.isLegal(first, bytes[at + 1] ?? 0)) return this.fail(1002, end);
    const length = payloadLength(bytes, at, end);
    if (length === INCOMPLETE) return INCOMPLETE;
    const isData = (first & 0x0f) < OPCODE.close;
    if (isData && (this.message?.length ?? 0) + length > this.bounds.payloadBytesMax)
      return this.fail(1009, end);
    const start = at + headerLength(bytes, at);
    const stop = start + length;
    if (end < stop) return INCOMPLETE;
    this.hearFrame(first, bytes, start, stop);
    return stop;
  }

  private hearFrame(first: number, bytes: Buffer, start: number, stop: number): void {
    const opcode = first & 0x0f;
    const isFinal = first >= 0x80;
    const all = unmask(bytes, start - MASK_BYTES, start, stop);
    if (opcode >= OPCODE.close) this.hearControl(opcode, bytes, start, stop);
    else if (isFinal && this.message === null) this.hear(opcode, bytes, start, stop, all < 0x80);
    else this.gather(opcode, isFinal, bytes, start, stop);
  }

  /** What the first two bytes already tell. */
  private isLegal(first: number, second: number): boolean {
    const opcode = first & 0x0f;
    const length = second & 0x7f;
    // Without an extension the reserved bits are clear, and clients mask (§5.1, §5.2).
    if ((first & 0x70) !== 0 || second < 0x80) return false;
    if (opcode === OPCODE.continuation) return this.message !== null;
    if (opcode <= OPCODE.binary) return this.message === null;
    if (!isControl(opcode) || first < 0x80 || length > CONTROL_BYTES_MAX) return false;
    return opcode !== OPCODE.close || length !== 1;
  }

  /** A message of several frames. */
  private gather(opcode: number, isFinal: boolean, bytes: Buffer, start: number, end: number) {
    if (this.message === null) {
      this.message = new GrowingBytes();
      this.messageOpcode = opcode;
      this.fragments = 0;
    }
    const { message } = this;
    this.fragments += 1;
    if (this.fragments > this.bounds.fragmentsMax) {
      this.fail(1008, end);
      return;
    }
    message.append(bytes, start, end);
    if (!isFinal) return;
    this.message = null;
    this.hear(this.messageOpcode, message.bytes, 0, message.length, false);
  }

  private hear(opcode: number, bytes: Buffer, start: number, end: number, isAscii: boolean): void {
    if (opcode === OPCODE.binary) this.listener.binary();
    else if (isAscii) this.listener.text(bytes.toString('latin1', start, end));
    else if (isUtf8(bytes.subarray(start, end)))
      this.listener.text(bytes.toString('utf8', start, end));
    else this.fail(1007, end);
  }

  private hearControl(opcode: number, bytes: Buffer, start: number, end: number): void {
    if (opcode === OPCODE.close) this.hearClose(bytes, start, end);
    else if (opcode === OPCODE.ping) this.listener.ping(bytes.toString('latin1', start, end));
    else this.listener.pong(bytes.toString('latin1', start, end));
  }

  private hearClose(bytes: Buffer, start: number, end: number): void {
    const hasCode = end > start;
    const code = hasCode ? bytes.readUInt16BE(start) : NO_STATUS;
    if (hasCode && !isCloseCode(code)) this.fail(1002, end);
    else if (hasCode && !isUtf8(bytes.subarray(start + 2, end))) this.fail(1007, end);
    else {
      this.stop();
      this.listener.close(code);
    }
  }

  private fail(code: FaultCode, end: number): number {
    this.stop();
    this.listener.fault(code);
    return end;
  }
}

/** Up to the payload. */
function headerLength(bytes: Buffer, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < LENGTH_IN_2) return 2 + MASK_BYTES;
  return (short === LENGTH_IN_2 ? 4 : 10) + MASK_BYTES;
}

function payloadLength(bytes: Buffer, at: number, end: number): number {
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < LENGTH_IN_2) return short;
  if (short === LENGTH_IN_2) return end < at + 4 ? INCOMPLETE : bytes.readUInt16BE(at + 2);
  if (end < at + 10) return INCOMPLETE;
  return bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6);
}

/** Those that may be sent (RFC 6455 §7.4, and what was registered since). */
function isCloseCode(code: number): boolean {
  if (code >= 3000) return code <= 4999;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}
