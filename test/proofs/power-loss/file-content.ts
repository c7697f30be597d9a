/** What a disk writes at once: after a power cut a sector is as it was, or as it was to be. */
const SECTOR_BYTES = 512;

export type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'resize'; readonly size: number };

/** Whether something that was never synced has reached the disk by chance. */
export type Chance = () => boolean;
export const never: Chance = () => false;
export const always: Chance = () => true;

/** The bytes of a file. Its memory grows by doubling: a log grows by a page thousands of times. */
export class FileContent {
  private memory: Buffer;
  private size: number;

  constructor(bytes: Buffer) {
    this.memory = Buffer.from(bytes);
    this.size = bytes.length;
  }

  get bytes(): Buffer {
    return this.memory.subarray(0, this.size);
  }

  copy(): FileContent {
    return new FileContent(this.bytes);
  }

  apply(change: Change): void {
    this.applyPartly(change, always);
  }

  /**
   * Sector by sector, as chance has it. Where a file is made longer, its new length may be there
   * without the bytes.
   */
  applyPartly(change: Change, chance: Chance): void {
    if (change.kind === 'resize') {
      if (chance()) this.resize(change.size);
      return;
    }
    const { offset, bytes } = change;
    const end = offset + bytes.length;
    for (let from = offset; from < end; ) {
      const to = Math.min(end, (Math.floor(from / SECTOR_BYTES) + 1) * SECTOR_BYTES);
      this.putPerhaps(from, bytes.subarray(from - offset, to - offset), chance);
      from = to;
    }
  }

  private putPerhaps(offset: number, bytes: Buffer, chance: Chance): void {
    const end = offset + bytes.length;
    if (chance()) {
      this.put(offset, bytes);
    } else if (end > this.size) {
      this.resize(chance() ? end : this.size);
    }
  }

  private put(offset: number, bytes: Buffer): void {
    this.resize(Math.max(this.size, offset + bytes.length));
    bytes.copy(this.memory, offset);
  }

  private resize(size: number): void {
    if (size > this.memory.length) {
      const larger = Buffer.alloc(Math.max(size, 2 * this.memory.length));
      this.memory.copy(larger, 0, 0, this.size);
      this.memory = larger;
    }
    // What was cut off must not come back when the file grows again.
    if (size < this.size) this.memory.fill(0, size, this.size);
    this.size = size;
  }
}
