import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf } from './code-of.ts';

/** Above the data directory, which we own, we may not be allowed to look; then it is not ours. */
const NOT_OURS: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);
/** What file systems say that keep names without being asked, or cannot be asked. */
const NOT_ASKED: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EBADF', 'EROFS']);

/**
 * Writes to the disk how the files of a directory are found: their names, and those of all
 * directories on the way, which somebody may have made a moment ago. A file that was synced itself
 * may still be gone after a power cut together with its name.
 */
export function syncNames(directory: string): void {
  // Windows keeps names in a journal of its own, and has no such call.
  if (process.platform === 'win32') return;
  for (let path = resolve(directory); ; path = dirname(path)) {
    syncNamesIn(path);
    if (path === dirname(path)) return;
  }
}

function syncNamesIn(directory: string): void {
  const file = openUnlessForeign(directory);
  if (file === null) return;
  try {
    fsyncSync(file);
  } catch (error) {
    if (!NOT_ASKED.has(codeOf(error))) throw error;
  } finally {
    closeSync(file);
  }
}

function openUnlessForeign(directory: string): number | null {
  try {
    return openSync(directory, 'r');
  } catch (error) {
    if (NOT_OURS.has(codeOf(error))) return null;
    throw error;
  }
}
