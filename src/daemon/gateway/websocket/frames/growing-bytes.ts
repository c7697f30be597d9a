const FIRST_BYTES = 512;

/**
 * Bytes that arrive in pieces. It holds what has come, not what was announced: a peer that promises
 * a long frame and sends nothing costs nothing.
 */
export class GrowingBytes {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  length = 0;

  append(source: Buffer, start: number, end: number): void {
    const length = this.length + end - start;
    if (length > this.bytes.length) this.grow(length);
    source.copy(this.bytes, this.length, start, end);
    this.length = length;
  }

  /** Forgets the first so many. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }

  private grow(length: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(length, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
