import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './code-of.ts';
import { syncNames } from './sync-names.ts';

/**
 * Files that have to be there whole or not at all, also after a power cut. None of this may touch
 * a file that SQLite has open in this process: closing any descriptor of it would release SQLite's
 * locks.
 */

/** Writes to the disk what the system still holds of a file. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Gives a file a second name, which nothing may have yet: else it throws `EEXIST`. */
export function linkFile(path: string, name: string): void {
  try {
    linkSync(path, name);
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    copyFileSync(path, name, constants.COPYFILE_EXCL);
    syncFile(name);
  }
}

/** Gives a file its final name, over nothing. */
export function placeFile(path: string, name: string): void {
  try {
    linkSync(path, name);
    rmSync(path);
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    closeSync(openSync(name, 'wx', 0o600));
    renameSync(path, name);
  }
  syncNames(dirname(name));
}

/** Gives a file its final name, over what has it now. */
export function replaceFile(path: string, name: string): void {
  renameSync(path, name);
  syncNames(dirname(name));
}

/** `name`, `name.2`, `name.3`, …: the first that was free. `place` throws `EEXIST` for others. */
export function underFreeName(name: string, place: (name: string) => void): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name}.${count}`;
    try {
      place(candidate);
      return candidate;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** File systems of memory cards and some networks know no second names. */
function hasNoLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error));
}
