import { statfsSync } from 'node:fs';
import { StoreError } from '../store-error.ts';

/** Bytes that may still be written where this directory is. */
export type FreeBytes = (directory: string) => number;

/** Left for the write-ahead log and for everything else that is going on. */
const RESERVE_BYTES = 64 * 1024 * 1024;
const MEGABYTE = 1_000_000;

/** Infinite where the system does not say: then a full disk shows when it is. */
export function freeBytesOf(directory: string): number {
  const { bavail, bsize, blocks } = statfsSync(directory);
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}

/** Refuses before anything is written, instead of filling the disk first. */
export function requireSpace(directory: string, bytes: number, freeBytes: FreeBytes): void {
  const free = freeBytes(directory);
  const needed = bytes + RESERVE_BYTES;
  if (free >= needed) return;
  const there = `${directory} has ${inMegabytes(free)} free`;
  throw new StoreError(
    'full',
    `${there}, and a copy of the database needs ${inMegabytes(needed)}`,
    'Free some room there first.',
  );
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEGABYTE)} MB`;
}
