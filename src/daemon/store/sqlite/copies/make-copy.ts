import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../../store-error.ts';
import { checkPages } from '../check-pages.ts';
import { syncFile } from '../durable-file.ts';
import { type FreeBytes, freeBytesOf, requireSpace } from '../free-space.ts';
import { createNewFile, notWritable } from '../private-file.ts';
import { faultOf } from '../sqlite-fault.ts';

/**
 * Writes what is committed in a database at this moment into a new file of mode 0600, lets
 * `finish` change the copy, and checks it. When this returns the file is on the disk; where it
 * fails there is none. It is one read transaction, so that a daemon goes on writing meanwhile.
 */
export function makeCopy<Result>(
  db: Database.Database,
  path: string,
  finish: (copy: Database.Database) => Result,
  freeBytes: FreeBytes = freeBytesOf,
): Result {
  createCopyFile(path);
  try {
    requireSpace(dirname(path), bytesOf(db), freeBytes);
    db.prepare('VACUUM INTO ?').run(path);
    const result = finishCopy(path, finish);
    syncFile(path);
    return result;
  } catch (error) {
    discardCopy(path);
    throw copyFault(error, `copying ${db.name} to ${path}`);
  }
}

/** Damage is that of the original; anything else befell the copy, which nothing depends on. */
function copyFault(error: unknown, place: string): StoreError {
  const fault = faultOf(error, place);
  if (error instanceof StoreError || fault.code === 'corrupt') return fault;
  const hint = 'Nothing was changed. Look after the disk where the copy goes, and try again.';
  return new StoreError(fault.code, fault.message, hint, error);
}

/** Removes a copy that was not finished. */
export function discardCopy(path: string): void {
  for (const suffix of ['', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

function createCopyFile(path: string): void {
  try {
    createNewFile(path);
  } catch (error) {
    if (existsSync(path)) throw alreadyThere(path);
    throw notWritable(path, error, 'Choose another place for the copy, or make room for it.');
  }
}

function alreadyThere(path: string): StoreError {
  const hint = 'Wait if another copy is being made; if one was interrupted, remove that file.';
  return new StoreError('exists', `${path} exists already`, hint);
}

function finishCopy<Result>(path: string, finish: (copy: Database.Database) => Result): Result {
  const copy = new Database(path);
  try {
    // A journal on the disk would be another file to lose; nobody has seen this one yet.
    copy.pragma('journal_mode = MEMORY');
    const result = finish(copy);
    checkPages(copy, 'integrity_check');
    return result;
  } finally {
    copy.close();
  }
}

function bytesOf(db: Database.Database): number {
  const figure = (name: string) => Number(db.pragma(name, { simple: true }));
  return (figure('page_count') - figure('freelist_count')) * figure('page_size');
}
