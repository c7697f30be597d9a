import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The write-ahead log as SQLite describes its format (https://www.sqlite.org/fileformat2.html,
 * section 4): a header, then frames of one page each. Checksums go on from frame to frame, so one
 * that is damaged ends what SQLite reads. It has no locks on this file, which may be closed again.
 */

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

interface Checksum {
  readonly s0: number;
  readonly s1: number;
}

interface Frame {
  /** The last one of a transaction. */
  readonly isCommit: boolean;
  /** Follows the frame before it, as that one says of itself; false also for an older log's. */
  readonly isSound: boolean;
}

/** Null for a log that nothing was written to yet. */
export type LogHeader = { readonly isSound: boolean } | null;

/** Reads the frames of a log in their order; the header comes first. */
export class LogReader {
  readonly header: LogHeader;
  private readonly file: number;
  private readonly bytes: number;
  private readonly head = Buffer.alloc(HEADER_BYTES);

  constructor(path: string) {
    this.file = openSync(path, 'r');
    this.bytes = fstatSync(this.file).size;
    this.header = this.readHeader();
  }

  close(): void {
    closeSync(this.file);
  }

  *frames(): Generator<Frame> {
    const pageBytes = this.head.readUInt32BE(8);
    const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageBytes);
    let before = checksumAt(this.head, 24);
    for (let at = HEADER_BYTES; at + frame.length <= this.bytes; at += frame.length) {
      if (readSync(this.file, frame, 0, frame.length, at) < frame.length) return;
      const own = checksumAt(frame, 16);
      yield { isCommit: frame.readUInt32BE(4) !== 0, isSound: this.isSound(frame, before, own) };
      before = own;
    }
  }

  private readHeader(): LogHeader {
    if (this.bytes < HEADER_BYTES) return null;
    readSync(this.file, this.head, 0, HEADER_BYTES, 0);
    // Made longer and never written: what a power cut may leave of a log that held nothing.
    if (this.head.every((byte) => byte === 0)) return null;
    const isOurs = this.head.readUInt32BE(0) >>> 1 === MAGIC >>> 1;
    const own = checksumAt(this.head, 24);
    return { isSound: isOurs && isSame(this.sum(this.head, 0, 24, { s0: 0, s1: 0 }), own) };
  }

  private isSound(frame: Buffer, before: Checksum, own: Checksum): boolean {
    // The salts of the header: frames of an older log have others.
    if (frame.compare(this.head, 16, 24, 8, 16) !== 0) return false;
    const start = this.sum(frame, 0, 8, before);
    return isSame(this.sum(frame, FRAME_HEADER_BYTES, frame.length, start), own);
  }

  private sum(bytes: Buffer, from: number, to: number, start: Checksum): Checksum {
    // The lowest bit of the magic number says in which order the bytes were added up.
    const isLittle = (this.head.readUInt32BE(0) & 1) === 0;
    let { s0, s1 } = start;
    for (let at = from; at < to; at += 8) {
      s0 = (s0 + wordAt(bytes, at, isLittle) + s1) >>> 0;
      s1 = (s1 + wordAt(bytes, at + 4, isLittle) + s0) >>> 0;
    }
    return { s0, s1 };
  }
}

function wordAt(bytes: Buffer, at: number, isLittle: boolean): number {
  return isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}

function checksumAt(bytes: Buffer, at: number): Checksum {
  return { s0: bytes.readUInt32BE(at), s1: bytes.readUInt32BE(at + 4) };
}

function isSame(a: Checksum, b: Checksum): boolean {
  return a.s0 === b.s0 && a.s1 === b.s1;
}
