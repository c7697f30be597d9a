import { describe, expect, test } from 'vitest';
import type { DiskOperation } from './disk-operation.ts';
import { NOTHING } from './image.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const FILE = '/disk/data/file';

/** Operations one after the other, each of them whole. */
function run(disk: SimulatedDisk, ...operations: readonly DiskOperation[]): SimulatedDisk {
  for (const operation of operations) {
    disk.begin(operation);
    disk.end(operation);
  }
  return disk;
}

const write = (text: string, offset = 0): DiskOperation => ({
  kind: 'change',
  path: FILE,
  change: { kind: 'write', offset, bytes: Buffer.from(text) },
});
const sync = (path: string, isDone = true): DiskOperation => ({ kind: 'sync', path, isDone });
const seenIn = (disk: SimulatedDisk) => disk.seen.get('data/file')?.toString();
const leftIn = (disk: SimulatedDisk, chance?: () => boolean) =>
  disk.left(chance).get('data/file')?.toString();

/** A disk with an empty file whose name it has kept. */
function diskWithFile(): SimulatedDisk {
  return run(
    new SimulatedDisk('/disk', NOTHING.image),
    { kind: 'mkdir', path: '/disk/data' },
    { kind: 'create', path: FILE },
    sync('/disk/data'),
    sync('/disk'),
  );
}

describe('what a power cut leaves', () => {
  test('are the bytes that were synced after they were written', () => {
    const disk = run(diskWithFile(), write('one'), sync(FILE), write('two'));
    expect([seenIn(disk), leftIn(disk)]).toEqual(['two', 'one']);
  });

  test('are not the bytes that were written while a sync was under way', () => {
    const disk = run(diskWithFile(), write('one'));
    const slow = sync(FILE);
    disk.begin(slow);
    run(disk, write('two'));
    disk.end(slow);
    expect(leftIn(disk)).toBe('one');
  });

  test('is by chance any sector that was not synced, whole', () => {
    const disk = run(diskWithFile(), write('a'.repeat(1_024)), sync(FILE), write('b'.repeat(600)));
    let count = 0;
    const everySecond = () => {
      count += 1;
      return count % 2 === 0;
    };
    expect(leftIn(disk, everySecond)).toBe('a'.repeat(512) + 'b'.repeat(88) + 'a'.repeat(424));
  });

  test('are names only of synced directories, which are found themselves', () => {
    const operations: DiskOperation[] = [
      { kind: 'mkdir', path: '/disk/data' },
      { kind: 'create', path: FILE },
      write('one'),
      sync(FILE),
    ];
    const disk = run(new SimulatedDisk('/disk', NOTHING.image), ...operations);
    expect(leftIn(disk)).toBeUndefined();
    expect(leftIn(run(disk, sync('/disk/data')))).toBeUndefined();
    expect(leftIn(run(disk, sync('/disk')))).toBe('one');
    expect(leftIn(run(disk, { kind: 'remove', path: FILE }))).toBe('one');
    expect(leftIn(run(disk, sync('/disk/data')))).toBeUndefined();
  });

  test('are never the bytes of a sync that failed, unless they are written again', () => {
    const disk = run(diskWithFile(), write('one'), sync(FILE, false), write('two', 3), sync(FILE));
    expect(seenIn(disk)).toBe('onetwo');
    expect(leftIn(disk)).toBe('\0\0\0two');
    expect(leftIn(run(disk, write('one'), sync(FILE)))).toBe('onetwo');
  });
});
