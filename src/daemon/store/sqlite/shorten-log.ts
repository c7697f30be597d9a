import type { Database } from 'better-sqlite3';
import { faultOf, isFailedSync } from './sqlite-fault.ts';

/** Pages in the write-ahead log, as many as SQLite itself waits for. */
const PAGES_MAX = 1_000;

interface LogState {
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * Takes over from SQLite when the write-ahead log moves into the database (a checkpoint). SQLite
 * does it within a commit, which keeps its answers waiting, and passes over a sync that failed:
 * later it would empty the log although the database has lost pages of it.
 */
export function shortenLog(db: Database): () => void {
  db.pragma('wal_autocheckpoint = 0');
  const measure = db.prepare<[], LogState>('PRAGMA wal_checkpoint(NOOP)');
  // Without waiting for whoever reads: what they still need stays for the next time.
  const move = db.prepare<[], LogState>('PRAGMA wal_checkpoint(PASSIVE)');
  return () => {
    try {
      const state = measure.get();
      if (state === undefined || state.log < PAGES_MAX || state.log === state.checkpointed) return;
      move.get();
    } catch (error) {
      // Anything else, such as a full disk, leaves the log as it is, and it is tried again.
      if (isFailedSync(error)) throw faultOf(error, db.name);
    }
  };
}
