import Database from 'better-sqlite3';
import { readEpoch, renewEpoch } from '../../../src/daemon/store/sqlite/epoch.ts';
import { groupCommit, runCalls } from '../../../src/daemon/store/sqlite/group-commit.ts';
import { openDatabase } from '../../../src/daemon/store/sqlite/open-database.ts';
import { createReads } from '../../../src/daemon/store/sqlite/reads.ts';
import { storeOverThreads } from '../../../src/daemon/store/sqlite/store-over-threads.ts';
import { createWrites } from '../../../src/daemon/store/sqlite/writes.ts';
import type { Store } from '../../../src/daemon/store/store.ts';
import { makeTempDirectory } from '../../../src/daemon/store/testing/temp-directory.ts';
import type { ProcessClock } from './process-clock.ts';
import { SimulatedThread } from './simulated-thread.ts';

/** No limit that a town would reach. */
const PAGES_MAX = 1_000_000;

interface StoreParts {
  readonly clock: ProcessClock;
  readonly delayMs: () => number;
  readonly queuedMax: () => number;
  readonly committed: () => void;
}

/**
 * A disk that outlives its daemons. The schema, the statements and the group commit are the real
 * ones on a real SQLite; only the file is in memory, and the threads live in simulated time.
 */
export class SimulatedDisk {
  db: Database.Database;

  constructor(image: Buffer = emptyImage()) {
    this.db = open(image);
  }

  openStore({ clock, delayMs, queuedMax, committed }: StoreParts): Store {
    const { db } = this;
    const writes = groupCommit(db, createWrites(db), clock);
    const reads = runCalls(createReads(db));
    const thread = { clock, delayMs };
    return storeOverThreads({
      epoch: readEpoch(db),
      writer: new SimulatedThread({ ...thread, runBatch: writes, committed }),
      reader: new SimulatedThread({ ...thread, runBatch: reads, committed: () => {} }),
      queuedMax,
    });
  }

  /** From now on nothing fits any more. */
  fill(): void {
    this.db.pragma(`max_page_count = ${this.db.pragma('page_count', { simple: true })}`);
  }

  free(): void {
    this.db.pragma(`max_page_count = ${PAGES_MAX}`);
  }

  copy(): Buffer {
    return this.db.serialize();
  }

  /** As `routa restore` does: an older copy, which begins a new history. */
  restore(image: Buffer): void {
    this.db.close();
    this.db = open(image);
    renewEpoch(this.db);
  }

  close(): void {
    this.db.close();
  }
}

function open(image: Buffer): Database.Database {
  const db = new Database(image);
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  return db;
}

let empty: Buffer | null = null;

/** The image of a database that was just made; a copy in memory can have no write-ahead log. */
function emptyImage(): Buffer {
  if (empty !== null) return empty;
  const folder = makeTempDirectory();
  const db = openDatabase(folder.path, 0);
  db.pragma('journal_mode = DELETE');
  empty = db.serialize();
  db.close();
  folder.remove();
  return empty;
}
