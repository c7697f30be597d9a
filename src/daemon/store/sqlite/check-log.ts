import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { StoreError } from '../store-error.ts';
import { APPLICATION_ID } from './identity.ts';
import { LogReader } from './log-frames.ts';

const HINT =
  'Keep a copy of the data directory; then restore the last backup with `routa restore FILE`, or ' +
  'go on with what can be read with `routa restore --adopt`.';

const OTHER_HINT =
  'Put the database back that belongs to this log, or restore the last backup with ' +
  '`routa restore FILE`.';
const MAGIC = 'SQLite format 3\0';

/**
 * Refuses a write-ahead log of which SQLite would leave out what was acknowledged, and say nothing:
 * it takes whatever it cannot read for the end. The end of a log may be torn, since what was being
 * written there was not acknowledged yet. But where a whole transaction follows and another one
 * begins after it, that was synced, and so was everything before it.
 */
export function checkLog(path: string): void {
  const log = `${path}-wal`;
  if (bytesOf(log) === 0) return;
  checkOwner(path);
  const reader = new LogReader(log);
  try {
    if (reader.header === null) return;
    if (!reader.header.isSound) throw damaged(log, 'at its beginning');
    if (hasHole(reader)) throw damaged(log, 'in its middle');
  } finally {
    reader.close();
  }
}

/** Refuses a log whose database is gone: SQLite deletes it, even where it only reads. */
export function refuseLonelyLog(path: string): void {
  const log = `${path}-wal`;
  if (bytesOf(log) > 0 && bytesOf(path) === 0) throw lonely(path, log);
}

/**
 * Refuses a log, sound or not, that lies beside something else than its database: SQLite would
 * write it over that. This is read without SQLite, and only before anything in this process has
 * the file open: to close it again drops the locks of the process on it.
 */
export function checkOwner(path: string): void {
  const log = `${path}-wal`;
  if (bytesOf(log) === 0) return;
  refuseLonelyLog(path);
  const head = readHead(path);
  const isDatabase = head.toString('latin1', 0, MAGIC.length) === MAGIC;
  const id = head.readUInt32BE(68);
  // A new one has our mark only in its log, and no table yet.
  const isNew = id === 0 && head.readUInt16BE(103) === 0;
  if (isDatabase && (id === APPLICATION_ID || isNew)) return;
  const message = `${path} is not the database that its write-ahead log ${log} belongs to`;
  throw new StoreError('foreign', message, OTHER_HINT);
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(105);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
    return head;
  } finally {
    closeSync(file);
  }
}

function hasHole(reader: LogReader): boolean {
  let isBroken = false;
  let hasCommitAfter = false;
  for (const { isSound, isCommit } of reader.frames()) {
    if (!isSound) isBroken = true;
    else if (hasCommitAfter) return true;
    else if (isBroken && isCommit) hasCommitAfter = true;
  }
  return false;
}

/** 0 also where there is no file; a directory is for SQLite to refuse. */
function bytesOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : 0;
}

function damaged(log: string, where: string): StoreError {
  return new StoreError('corrupt', `${log}: the write-ahead log is damaged ${where}`, HINT);
}

function lonely(path: string, log: string): StoreError {
  const message = `${path} is empty or missing beside its write-ahead log ${log}`;
  return new StoreError('corrupt', message, OTHER_HINT);
}
