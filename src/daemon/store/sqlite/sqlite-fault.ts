import Database from 'better-sqlite3';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import { codeOf } from './code-of.ts';

interface Remedy {
  readonly code: StoreErrorCode;
  readonly problem: string;
  readonly hint: string;
}

const DAMAGED: Remedy = {
  code: 'corrupt',
  problem: 'the database is damaged',
  hint:
    'Stop the daemon, keep a copy of the data directory, and restore the last backup with ' +
    '`routa restore FILE`.',
};
const UNWRITABLE: Remedy = {
  code: 'not_writable',
  problem: 'the database cannot be opened for writing',
  hint: 'Check the owner and the mode of the data directory and of the files in it.',
};
const FULL: Remedy = {
  code: 'full',
  problem: 'the disk is full',
  hint: 'Free some room on the disk of the data directory; nothing that was acknowledged is lost.',
};
const BUSY: Remedy = {
  code: 'locked',
  problem: 'another program holds the database',
  hint: 'Find the program that has opened the database, and end it.',
};
const UNWRITTEN: Remedy = {
  code: 'not_writable',
  problem: 'the system refuses to write',
  hint: "Look for a quota, a limit on the size of files, a read-only disk, and the system's log.",
};
const LOST: Remedy = {
  code: 'failed',
  problem: 'the disk has not kept what was written',
  hint: "Start the daemon again, which reads what was kept; check the disk and the system's log.",
};
const UNREADABLE: Remedy = {
  code: 'failed',
  problem: 'the disk failed',
  hint: "Check the disk and the system's log.",
};

/** By the beginning of SQLite's own names, which are extended: `SQLITE_IOERR_WRITE`; the first. */
const REMEDIES: readonly (readonly [prefix: string, remedy: Remedy])[] = [
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_NOTADB', DAMAGED],
  ['SQLITE_CANTOPEN', UNWRITABLE],
  ['SQLITE_READONLY', UNWRITABLE],
  ['SQLITE_PERM', UNWRITABLE],
  ['SQLITE_FULL', FULL],
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  // What the system says of a full disk alone is FULL; of a quota or a read-only disk it is this.
  ['SQLITE_IOERR_WRITE', UNWRITTEN],
  ['SQLITE_IOERR_TRUNCATE', UNWRITTEN],
  ['SQLITE_IOERR_SHMSIZE', FULL],
  ['SQLITE_IOERR_FSYNC', LOST],
  ['SQLITE_IOERR_DIR_FSYNC', LOST],
  ['SQLITE_IOERR', UNREADABLE],
];
/** What Node says of calls that are made beside SQLite. */
const SYSTEM_REMEDIES: Readonly<Record<string, Remedy>> = {
  EIO: UNREADABLE,
  ENOSPC: FULL,
  EDQUOT: UNWRITTEN,
  EROFS: UNWRITTEN,
  EACCES: UNWRITABLE,
};

/** What went wrong, in words for an operator. `place` is a file or a call. */
export function faultOf(error: unknown, place?: string): StoreError {
  if (error instanceof StoreError) return error;
  const where = place === undefined ? '' : `${place}: `;
  const said = error instanceof Error ? error.message : String(error);
  const remedy = remedyOf(error);
  if (remedy !== undefined) {
    return new StoreError(remedy.code, `${where}${remedy.problem} (${said})`, remedy.hint, error);
  }
  const hint = 'This is a fault of the program; please report it with the lines around it.';
  return new StoreError('failed', `${where}the store failed (${said})`, hint, error);
}

/**
 * Whether a sync has failed. The system then takes for written what was not, and a later sync
 * succeeds without it: whoever goes on would promise what the disk does not have.
 */
export function isFailedSync(error: unknown): boolean {
  return remedyOf(error) === LOST;
}

function remedyOf(error: unknown): Remedy | undefined {
  const code = codeOf(error);
  if (!(error instanceof Database.SqliteError)) return SYSTEM_REMEDIES[code];
  return REMEDIES.find(([prefix]) => code.startsWith(prefix))?.[1];
}
