import { closeSync, fchownSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateDirectory } from '../../make-private-directory.ts';
import { StoreError } from '../store-error.ts';
import { codeOf } from './code-of.ts';

const HINT = 'Choose a directory of your own with --data, or mend the mode and owner of this one.';

/** Makes the data directory, which nobody else may look into, where there is none yet. */
export function createPrivateDirectory(path: string): void {
  try {
    makePrivateDirectory(path);
  } catch (error) {
    throw notWritable(path, error, HINT);
  }
}

/**
 * Makes an empty file with mode 0600 where there is none; SQLite gives its side files the same
 * mode. A file that exists is not even opened: to close it again would release every lock that
 * this process holds on it (POSIX advisory locks).
 */
export function createPrivateFile(path: string): void {
  try {
    createNewFile(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw notWritable(path, error, HINT);
    refuseDirectory(path);
  }
}

/** Makes an empty file with mode 0600. Throws what the system says, such as `EEXIST`. */
export function createNewFile(path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    giveToOwner(file, dirname(path));
  } finally {
    closeSync(file);
  }
}

/** What root makes in the directory of a daemon's own user has to be that user's. */
function giveToOwner(file: number, directory: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(directory);
  if (uid !== 0) fchownSync(file, uid, gid);
}

export function notWritable(path: string, error: unknown, hint: string): StoreError {
  const code = codeOf(error) === 'ENOSPC' ? 'full' : 'not_writable';
  return new StoreError(code, `${path} cannot be written: ${reasonOf(error)}`, hint, error);
}

/** Where there is one, it is not a file that we, or SQLite, have made. */
export function refuseDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const message = `${path} cannot be written: a directory is in the place of the file`;
  throw new StoreError('not_writable', message, HINT);
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'you have no permission';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file is in the place of a directory';
    case 'ENOENT':
      return 'nothing can be made there';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
