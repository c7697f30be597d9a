import type { AdoptReport } from './store/sqlite/copies/adopt.ts';
import type { BackupReport } from './store/sqlite/copies/back-up.ts';
import { runCopies } from './store/sqlite/run-copies.ts';

/** The data of a directory into one new file, whether or not a daemon runs there. */
export function backUp(directory: string, file: string): Promise<BackupReport> {
  return runCopies(directory, 'backUp', file);
}

/** A backup in the place of the data of a directory where no daemon runs. */
export function restore(directory: string, file: string): Promise<AdoptReport> {
  return runCopies(directory, 'restore', file);
}

/** A new epoch for data that are a copy, in a directory where no daemon runs. */
export function adopt(directory: string): Promise<AdoptReport> {
  return runCopies(directory, 'adopt');
}
