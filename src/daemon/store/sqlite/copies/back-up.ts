import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.ts';
import { checkLog, refuseLonelyLog } from '../check-log.ts';
import { placeFile } from '../durable-file.ts';
import { dropEpoch } from '../epoch.ts';
import { lockIfFree } from '../lock.ts';
import { databasePath, openBeside, tidyLog } from '../open-database.ts';
import { notWritable } from '../private-file.ts';
import { refuseDuringReplacement, settleReplacement } from '../replacement.ts';
import { countRows, type RowCounts } from './count-rows.ts';
import { discardCopy, makeCopy } from './make-copy.ts';
import { NAME_DIRECTORY, openSource, requireFile } from './open-source.ts';

export interface BackupReport extends RowCounts {
  readonly bytes: number;
}

/**
 * Copies the database of a directory into one file, whether or not a daemon runs there. The file
 * has its name only when it is whole, and never replaces another one. A directory is left as it
 * was: data with which no daemon would start are no good as a backup either.
 */
export function backUp(directory: string, file: string): BackupReport {
  requirePlace(file);
  const partial = `${file}.partial`;
  const counts = copyInto(partial, directory);
  try {
    checkOnceMore(directory);
  } catch (error) {
    discardCopy(partial);
    throw error;
  }
  place(partial, file);
  return { ...counts, bytes: statSync(file).size };
}

function requirePlace(file: string): void {
  if (existsSync(file)) throw alreadyThere(file);
  const directory = dirname(file);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const message = `${file} cannot be written: there is no directory ${directory}`;
  const hint = 'Make that directory, or choose another place for the backup.';
  throw new StoreError('not_writable', message, hint);
}

function copyInto(partial: string, directory: string): RowCounts {
  const db = openChecked(directory);
  try {
    return makeCopy(db, partial, (copy) => {
      dropEpoch(copy);
      return countRows(copy);
    });
  } finally {
    db.close();
  }
}

/** Without the lock while it is copied, so that a daemon can be started meanwhile. */
function openChecked(directory: string): Database {
  const path = databasePath(directory);
  refuseLonelyLog(path);
  requireFile(path, NAME_DIRECTORY);
  const lock = lockIfFree(directory);
  if (lock === null) return openBesideOthers(path);
  try {
    settleReplacement(path);
    checkLog(path);
    return openSource(path, NAME_DIRECTORY, openBeside);
  } finally {
    lock.release();
  }
}

/** A daemon checked the log as it started; another process may be replacing the database. */
function openBesideOthers(path: string): Database {
  refuseDuringReplacement(path);
  const db = openSource(path, NAME_DIRECTORY, openBeside);
  try {
    refuseDuringReplacement(path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whoever had the lock may have let go of it because the log is damaged. */
function checkOnceMore(directory: string): void {
  const lock = lockIfFree(directory);
  if (lock === null) return;
  try {
    const path = databasePath(directory);
    settleReplacement(path);
    checkLog(path);
    tidyLog(path);
  } finally {
    lock.release();
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
