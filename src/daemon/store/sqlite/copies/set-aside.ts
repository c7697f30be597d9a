import { copyFileSync, existsSync, constants as files, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { checkLog } from '../check-log.ts';
import { linkFile, syncFile, underFreeName } from '../durable-file.ts';
import { isEmptyDatabase } from '../identity.ts';
import { refuseDirectory } from '../private-file.ts';
import { LOGS, removeLogs } from '../replacement.ts';
import { faultOf } from '../sqlite-fault.ts';
import { syncNames } from '../sync-names.ts';

const FILES = ['', ...LOGS];

/**
 * Gives a database that is about to be replaced a second name, `routa.db.replaced`, and answers
 * it; null where there is none. It stays whole under its own name too, logs and all, until the
 * other one has that: a directory is never found without its data, or with a part of them.
 */
export function setAside(path: string): string | null {
  if (!isTaken(path)) return null;
  for (const suffix of FILES) refuseDirectory(`${path}${suffix}`);
  const aside = underFreeName(`${path}.replaced`, (name) => {
    // Also where only a log has that name: it would be taken for this one's.
    if (isTaken(name)) throw Object.assign(new Error(`${name} exists`), { code: 'EEXIST' });
  });
  try {
    keep(path, aside);
  } catch (error) {
    for (const suffix of FILES) rmSync(`${aside}${suffix}`, { force: true });
    throw error;
  }
  syncNames(dirname(path));
  return aside;
}

function isTaken(path: string): boolean {
  return FILES.some((suffix) => existsSync(`${path}${suffix}`));
}

function keep(path: string, aside: string): void {
  // SQLite may empty a log when it looks at a database that is damaged.
  for (const suffix of LOGS) keepLog(`${path}${suffix}`, `${aside}${suffix}`);
  const isClosed = closeLogs(path);
  // Only now: where a file has one name only, this is a copy.
  if (existsSync(path)) linkFile(path, aside);
  // What could be moved into the file need not be kept beside it.
  if (isClosed) removeLogs(aside);
}

function keepLog(path: string, name: string): void {
  if (!existsSync(path)) return;
  copyFileSync(path, name, files.COPYFILE_EXCL);
  syncFile(name);
}

/**
 * Moves what is in the logs into the file, which needs that nobody else has it open. False for
 * what cannot be opened: perhaps that is why it is replaced.
 */
function closeLogs(path: string): boolean {
  let db: Database.Database | undefined;
  try {
    // A part of a damaged log would be moved, and the log deleted.
    checkLog(path);
    db = new Database(path, { fileMustExist: true, timeout: 0 });
    if (isEmptyDatabase(db)) return false;
    db.pragma('journal_mode = DELETE');
    return true;
  } catch (error) {
    const fault = faultOf(error, path);
    if (fault.code === 'locked') throw fault;
    return false;
  } finally {
    db?.close();
  }
}
