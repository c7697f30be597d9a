import { type Chance, type Change, FileContent } from './file-content.ts';

/** A file as programs see it, and as much of it as a power cut leaves. */
export class SimulatedFile {
  private readonly read: FileContent;
  private readonly synced: FileContent;
  private readonly pending: Change[] = [];

  /** With what the disk has of it already. */
  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.read = new FileContent(bytes);
    this.synced = new FileContent(bytes);
  }

  /** What a program that reads it sees. */
  get seen(): Buffer {
    return this.read.bytes;
  }

  /** Changes that no sync has covered yet; one that begins now covers these and no later ones. */
  get pendingCount(): number {
    return this.pending.length;
  }

  change(change: Change): void {
    this.read.apply(change);
    this.pending.push(change);
  }

  /** The first `count` changes are on the disk. */
  sync(count: number): void {
    for (const change of this.pending.splice(0, count)) this.synced.apply(change);
  }

  /**
   * A sync has failed. Linux then takes these changes for written: they are still seen, but only
   * chance has brought any of them to the disk, and no later sync does.
   */
  lose(count: number, chance: Chance): void {
    for (const change of this.pending.splice(0, count)) this.synced.applyPartly(change, chance);
  }

  /** What a power cut leaves, with as much of the rest as chance has it. */
  left(chance: Chance): Buffer {
    const left = this.synced.copy();
    for (const change of this.pending) left.applyPartly(change, chance);
    return left.bytes;
  }
}
