import { statSync } from 'node:fs';
import { StoreError } from '../store-error.ts';
import { LogReader } from './log-frames.ts';

const HINT =
  'Keep a copy of the data directory; then restore the last backup with `routa restore FILE`, or ' +
  'go on with what can be read with `routa restore --adopt`.';

/**
 * Refuses a write-ahead log of which SQLite would leave out what was acknowledged, and say nothing:
 * it takes whatever it cannot read for the end. The end of a log may be torn, since what was being
 * written there was not acknowledged yet. But where a whole transaction follows and another one
 * begins after it, that was synced, and so was everything before it.
 */
export function checkLog(path: string): void {
  const log = `${path}-wal`;
  if (bytesOf(log) === 0) return;
  if (bytesOf(path) === 0) throw lonely(path, log);
  const reader = new LogReader(log);
  try {
    if (reader.header === null) return;
    if (!reader.header.isSound) throw damaged(log, 'at its beginning');
    if (hasHole(reader)) throw damaged(log, 'in its middle');
  } finally {
    reader.close();
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
  return new StoreError(
    'corrupt',
    `${path} is empty or missing beside its write-ahead log ${log}`,
    'Put the database back that belongs to this log, or restore the last backup with `routa restore FILE`.',
  );
}
