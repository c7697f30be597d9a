import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../store-error.ts';
import { replaceFile } from './durable-file.ts';
import { createNewFile } from './private-file.ts';
import { syncNames } from './sync-names.ts';

/**
 * A database and its logs cannot be replaced in one step, and SQLite would play the logs of the old
 * one into the new one. So a mark, `routa.db.replacing`, lies beside them from before the new one
 * gets its name until the logs are gone. Whoever finds it was preceded by somebody who was killed:
 *
 * - the new one still has its own name, `routa.db.restoring`: the old one is in place, as it was;
 * - it has not: it is in place, and the logs beside it are those of the old one.
 */

/** What SQLite keeps beside a database. */
export const LOGS = ['-wal', '-shm', '-journal'];

const markOf = (path: string) => `${path}.replacing`;

/** Where the one that is to be put in place is made. */
export function restoringPath(path: string): string {
  return `${path}.restoring`;
}

/** Puts what is at `restoringPath` in place. What was there must have been set aside. */
export function replaceDatabase(path: string): void {
  createNewFile(markOf(path));
  syncNames(dirname(path));
  replaceFile(restoringPath(path), path);
  settleReplacement(path);
}

/** Finishes or undoes what a killed process has left. Only for whoever has the directory locked. */
export function settleReplacement(path: string): void {
  if (!existsSync(markOf(path))) return;
  if (!existsSync(restoringPath(path))) removeLogs(path);
  syncNames(dirname(path));
  rmSync(markOf(path));
  syncNames(dirname(path));
}

/** For whoever has not locked the directory, and could come upon the logs of another database. */
export function refuseDuringReplacement(path: string): void {
  if (!existsSync(markOf(path))) return;
  throw new StoreError('locked', `${path} is being replaced`, 'Try again when that is done.');
}

export function removeLogs(path: string): void {
  for (const suffix of LOGS) rmSync(`${path}${suffix}`, { force: true });
}
