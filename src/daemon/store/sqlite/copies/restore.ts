import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreError, type StoreErrorCode } from '../../store-error.ts';
import { checkLog } from '../check-log.ts';
import { renewEpoch } from '../epoch.ts';
import { lockDirectory } from '../lock.ts';
import { loadMigrations, pendingMigrations } from '../migrations.ts';
import { databasePath, openForReading } from '../open-database.ts';
import { createPrivateDirectory } from '../private-file.ts';
import { replaceDatabase, restoringPath, settleReplacement } from '../replacement.ts';
import { faultOf } from '../sqlite-fault.ts';
import type { AdoptReport } from './adopt.ts';
import { countRows } from './count-rows.ts';
import { discardCopy, makeCopy } from './make-copy.ts';
import { openSource, requireFile } from './open-source.ts';
import { setAside } from './set-aside.ts';

const OTHER_BACKUP = 'Nothing was changed, so choose another backup.';
/** SQLite makes files beside a database that has, or once had, a log. */
const COPY_FIRST = 'Copy it, with its -wal if it has one, to a directory of your own first.';
const SPOILT = { corrupt: OTHER_BACKUP, foreign: OTHER_BACKUP };

/**
 * Puts a backup in the place of a directory's database, with a history of its own. The backup is
 * checked first and stays as it is; the database is replaced in one step, and kept aside.
 */
export function restore(directory: string, file: string): AdoptReport {
  requireFile(file, OTHER_BACKUP);
  createPrivateDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    const path = databasePath(directory);
    settleReplacement(path);
    // Whoever left it was killed: the lock of the directory is ours.
    discardCopy(restoringPath(path));
    const report = copyBackup(file, restoringPath(path));
    return { ...report, replaced: putInPlace(path) };
  } finally {
    lock.release();
  }
}

function putInPlace(path: string): string | null {
  try {
    const replaced = setAside(path);
    replaceDatabase(path);
    return replaced;
  } catch (error) {
    // If it has its name already, the mark stays for the next start, which tries again.
    if (existsSync(restoringPath(path))) settleReplacement(path);
    discardCopy(restoringPath(path));
    throw faultOf(error, path);
  }
}

function copyBackup(file: string, restoring: string): Omit<AdoptReport, 'replaced'> {
  let source: Database | undefined;
  try {
    checkLog(file);
    source = openSource(file, OTHER_BACKUP, openForReading);
    pendingMigrations(source, loadMigrations());
  } catch (error) {
    source?.close();
    throw withHint(error, { ...SPOILT, not_writable: COPY_FIRST });
  }
  try {
    return makeCopy(source, restoring, (copy) => {
      const { from, to } = renewEpoch(copy);
      return { oldEpoch: from, epoch: to, ...countRows(copy) };
    });
  } catch (error) {
    throw withHint(error, SPOILT);
  } finally {
    source.close();
  }
}

/** What is usually advised would be wrong of a backup: nothing depends on it yet. */
function withHint(error: unknown, hints: Partial<Record<StoreErrorCode, string>>): unknown {
  if (!(error instanceof StoreError)) return error;
  const { code, message, hint, cause } = error;
  return new StoreError(code, message, hints[code] ?? hint, cause);
}
