import { dirname, join, relative } from 'node:path';
import { assertNever } from '../../../src/protocol/assert-never.ts';
import type { DiskOperation } from './disk-operation.ts';
import { type Chance, never } from './file-content.ts';
import type { Image } from './image.ts';
import { SimulatedFile } from './simulated-file.ts';

/** A directory has no content of its own here: what it holds are the names below its path. */
type Node = SimulatedFile | 'directory';
type Names = Map<string, Node>;
/** A name that was given to a file or directory, or taken away. */
interface Naming {
  readonly path: string;
  readonly node: Node | null;
  readonly number: number;
}
/**
 * A disk that knows what it was asked to keep. As strict as POSIX allows: bytes last when their
 * file was synced after they were written, and names when their directory was.
 */
export class SimulatedDisk {
  private readonly root: string;
  private readonly afterFailure: Chance;
  private readonly names: Names = new Map();
  private readonly syncedNames: Names = new Map();
  private pendingNames: Naming[] = [];
  private namingCount = 0;
  /** How much each sync covers that is under way. */
  private readonly syncing = new Map<DiskOperation, number>();

  /**
   * `root` was there before, with what is in `image`. `afterFailure`: which of the bytes had
   * reached the disk whose sync then failed.
   */
  constructor(root: string, image: Image, afterFailure: Chance = never) {
    this.root = root;
    this.afterFailure = afterFailure;
    for (const [path, bytes] of image) {
      const node = bytes === null ? 'directory' : new SimulatedFile(bytes);
      this.names.set(join(root, path), node);
      this.syncedNames.set(join(root, path), node);
    }
  }

  /** What programs see. */
  get seen(): Image {
    return this.imageOf(this.names, (file) => file.seen);
  }

  /** What a power cut leaves, with as much of what was never synced as chance has it. */
  left(chance: Chance = never): Image {
    const names = new Map(this.syncedNames);
    for (const naming of this.pendingNames) if (chance()) rename(names, naming);
    return this.imageOf(names, (file) => file.left(chance));
  }

  begin(operation: DiskOperation): void {
    if (operation.kind !== 'sync') return;
    const node = this.names.get(operation.path);
    const count = node instanceof SimulatedFile ? node.pendingCount : this.namingCount;
    this.syncing.set(operation, count);
  }

  /** A change counts when its call has ended: one that was cut short may be as if never made. */
  end(operation: DiskOperation): void {
    const { path } = operation;
    const node = this.names.get(path);
    switch (operation.kind) {
      case 'sync':
        this.endSync(operation);
        return;
      case 'change':
        if (node instanceof SimulatedFile) node.change(operation.change);
        return;
      case 'create':
        if (node === undefined) this.name(path, new SimulatedFile());
        return;
      case 'mkdir':
        this.name(path, 'directory');
        return;
      case 'remove':
        this.name(path, null);
        return;
      case 'rename':
        this.name(operation.to, node ?? null);
        this.name(path, null);
        return;
      default:
        assertNever(operation);
    }
  }

  private endSync(sync: Extract<DiskOperation, { readonly kind: 'sync' }>): void {
    const count = this.syncing.get(sync) ?? 0;
    this.syncing.delete(sync);
    const node = this.names.get(sync.path);
    if (!(node instanceof SimulatedFile)) {
      if (sync.isDone) this.syncNames(sync.path, count);
    } else if (sync.isDone) node.sync(count);
    else node.lose(count, this.afterFailure);
  }

  private syncNames(directory: string, count: number): void {
    const isCovered = ({ path, number }: Naming) => number < count && dirname(path) === directory;
    for (const naming of this.pendingNames.filter(isCovered)) rename(this.syncedNames, naming);
    this.pendingNames = this.pendingNames.filter((naming) => !isCovered(naming));
  }

  private name(path: string, node: Node | null): void {
    const naming = { path, node, number: this.namingCount };
    this.namingCount += 1;
    rename(this.names, naming);
    this.pendingNames.push(naming);
  }

  private imageOf(names: Names, contentOf: (file: SimulatedFile) => Buffer): Image {
    // A directory that is lost takes with it whatever was below.
    const isReachable = (path: string): boolean => {
      const parent = dirname(path);
      return parent === this.root || (names.has(parent) && isReachable(parent));
    };
    const image = new Map<string, Buffer | null>();
    for (const path of [...names.keys()].sort()) {
      const node = names.get(path);
      if (!isReachable(path)) continue;
      const place = relative(this.root, path);
      image.set(place, node instanceof SimulatedFile ? contentOf(node) : null);
    }
    return image;
  }
}

function rename(names: Names, { path, node }: Naming): void {
  if (node === null) names.delete(path);
  else names.set(path, node);
}
