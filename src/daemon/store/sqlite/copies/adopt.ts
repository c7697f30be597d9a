import { copyFileSync, constants as files } from 'node:fs';
import { StoreError } from '../../store-error.ts';
import { checkLog, checkOwner, refuseLonelyLog } from '../check-log.ts';
import { syncFile, underFreeName } from '../durable-file.ts';
import { renewEpoch } from '../epoch.ts';
import { lockDirectory } from '../lock.ts';
import { loadMigrations, pendingMigrations } from '../migrations.ts';
import { databasePath, openExisting } from '../open-database.ts';
import { settleReplacement } from '../replacement.ts';
import { countRows, type RowCounts } from './count-rows.ts';
import { NAME_DIRECTORY, requireFile, requireTables } from './open-source.ts';

export interface AdoptReport extends RowCounts {
  /** Where what was there before is kept; null where there was nothing, or nothing is lost. */
  readonly replaced: string | null;
  /** Null where the copy did not know what it was a copy of. */
  readonly oldEpoch: string | null;
  readonly epoch: string;
}

/**
 * Gives the data of a directory, which are a copy, a history of their own. Of a damaged log they
 * have what can be read.
 */
export function adopt(directory: string): AdoptReport {
  const path = databasePath(directory);
  refuseLonelyLog(path);
  requireFile(path, NAME_DIRECTORY);
  const lock = lockDirectory(directory);
  try {
    settleReplacement(path);
    checkOwner(path);
    const replaced = keepDamagedLog(path);
    return { replaced, ...renew(directory) };
  } finally {
    lock.release();
  }
}

function renew(directory: string): Omit<AdoptReport, 'replaced'> {
  const db = openExisting(directory);
  try {
    requireTables(db, NAME_DIRECTORY);
    // That of a newer program is left for that program.
    pendingMigrations(db, loadMigrations());
    const { from, to } = renewEpoch(db);
    return { oldEpoch: from, epoch: to, ...countRows(db) };
  } finally {
    db.close();
  }
}

/** What follows the damage was acknowledged, and would be gone with the log. */
function keepDamagedLog(path: string): string | null {
  try {
    checkLog(path);
    return null;
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'corrupt')) throw error;
  }
  return underFreeName(`${path}-wal.damaged`, (name) => {
    copyFileSync(`${path}-wal`, name, files.COPYFILE_EXCL);
    syncFile(name);
  });
}
