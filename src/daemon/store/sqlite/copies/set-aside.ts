import { copyFileSync, existsSync, constants as files, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { linkFile, syncFile, underFreeName } from '../durable-file.ts';
import { isEmptyDatabase } from '../identity.ts';
import { faultOf } from '../sqlite-fault.ts';
import { syncNames } from '../sync-names.ts';

const LOGS = ['-wal', '-shm', '-journal'];

/**
 * Gives a database that is about to be replaced a second name, `routa.db.replaced`, and answers
 * it; null where there is none. It keeps its own name until the other one takes it, so that a
 * directory is never found without its data. Its logs go: they would spoil the one that comes.
 */
export function setAside(path: string): string | null {
  const present = ['', ...LOGS].filter((suffix) => existsSync(`${path}${suffix}`));
  if (present.length === 0) return null;
  const aside = underFreeName(`${path}.replaced`, (name) => {
    for (const suffix of present) {
      const keep = suffix === '' ? linkFile : keepLog;
      keep(`${path}${suffix}`, `${name}${suffix}`);
    }
  });
  try {
    // What could be moved into the file need not be kept beside it.
    if (closeLogs(path)) removeLogs(aside);
  } catch (error) {
    for (const suffix of present) rmSync(`${aside}${suffix}`, { force: true });
    throw error;
  }
  syncNames(dirname(path));
  removeLogs(path);
  return aside;
}

/** SQLite may empty a log when it looks at a database that is damaged. */
function keepLog(path: string, name: string): void {
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

function removeLogs(path: string): void {
  for (const suffix of LOGS) rmSync(`${path}${suffix}`, { force: true });
}
