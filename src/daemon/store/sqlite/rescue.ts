import type { Database } from 'better-sqlite3';
import { discardCopy, makeCopy } from './copies/make-copy.ts';
import { placeFile, underFreeName } from './durable-file.ts';
import { dropEpoch } from './epoch.ts';

/**
 * Saves everything that was acknowledged from a database of which `lost` is gone: into its own
 * file, or where that is the one, into `routa.db.rescued`. Answers what the operator has to do.
 */
export function rescue(db: Database, lost: string): string {
  const care = 'let nothing delete or replace files in the data directory of a daemon that runs';
  try {
    if (lost === db.name) {
      const copy = saveCopy(db);
      const remedy = `Bring ${copy}, in which everything is, back with \`routa restore FILE\``;
      return `${remedy}, and ${care}.`;
    }
    db.pragma('wal_checkpoint(FULL)');
    return `Start again, because everything is in ${db.name}, and ${care}.`;
  } catch {
    // The directory is gone, or there is no room.
    return `Put it back or restore the last backup with \`routa restore FILE\`, and ${care}.`;
  }
}

function saveCopy(db: Database): string {
  const partial = `${db.name}.rescued.partial`;
  discardCopy(partial);
  makeCopy(db, partial, dropEpoch);
  return underFreeName(`${db.name}.rescued`, (free) => placeFile(partial, free));
}
