import { renewEpoch } from '../epoch.ts';
import { lockDirectory } from '../lock.ts';
import { loadMigrations, pendingMigrations } from '../migrations.ts';
import { databasePath, openExisting } from '../open-database.ts';
import { countRows, type RowCounts } from './count-rows.ts';
import { NAME_DIRECTORY, requireFile, requireTables } from './open-source.ts';

export interface AdoptReport extends RowCounts {
  /** Null where the copy did not know what it was a copy of. */
  readonly oldEpoch: string | null;
  readonly epoch: string;
}

/** Gives the data of a directory, which are a copy, a history of their own. */
export function adopt(directory: string): AdoptReport {
  requireFile(databasePath(directory), NAME_DIRECTORY);
  const lock = lockDirectory(directory);
  try {
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
  } finally {
    lock.release();
  }
}
