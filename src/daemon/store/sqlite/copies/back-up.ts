import { existsSync, statSync } from 'node:fs';
import { StoreError } from '../../store-error.ts';
import { placeFile } from '../durable-file.ts';
import { dropEpoch } from '../epoch.ts';
import { databasePath, openBeside } from '../open-database.ts';
import { notWritable } from '../private-file.ts';
import { countRows, type RowCounts } from './count-rows.ts';
import { discardCopy, makeCopy } from './make-copy.ts';
import { NAME_DIRECTORY, openSource } from './open-source.ts';

export interface BackupReport extends RowCounts {
  readonly bytes: number;
}

/**
 * Copies the database of a directory into one file, whether or not a daemon runs there. The file
 * has its name only when it is whole, and never replaces another one.
 */
export function backUp(directory: string, file: string): BackupReport {
  if (existsSync(file)) throw alreadyThere(file);
  const db = openSource(databasePath(directory), NAME_DIRECTORY, openBeside);
  try {
    const partial = `${file}.partial`;
    const counts = makeCopy(db, partial, (copy) => {
      dropEpoch(copy);
      return countRows(copy);
    });
    place(partial, file);
    return { ...counts, bytes: statSync(file).size };
  } finally {
    db.close();
  }
}

function place(partial: string, file: string): void {
  try {
    placeFile(partial, file);
  } catch (error) {
    discardCopy(partial);
    if (existsSync(file)) throw alreadyThere(file);
    throw notWritable(file, error, 'Choose another place for the backup.');
  }
}

function alreadyThere(file: string): StoreError {
  const hint = 'Choose another name, because a backup never overwrites a file.';
  return new StoreError('exists', `${file} exists already`, hint);
}
