import { systemClock } from '../../../clock/index.ts';
import type { Tell } from '../notice.ts';
import type { Store } from '../store.ts';
import { databaseThread, loadThread, openThread } from './database-thread.ts';
import { storeOverThreads } from './store-over-threads.ts';

export interface SqliteStoreOptions {
  /** Made with mode 0700 where there is none. */
  readonly directory: string;
  /** Calls that may wait for the disk; further ones reject with `overloaded`. */
  readonly queuedMax?: () => number;
  /** Hears of copies, migrations and a new epoch while it opens. */
  readonly tell?: Tell;
}

const QUEUED_MAX = 20_000;

/** Opens the database of a directory. Rejects with a `StoreError` that says what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { directory, queuedMax = () => QUEUED_MAX, tell = () => {} } = options;
  // When a migration was applied is told in the time of the wall, also in a simulated town.
  const start = { directory, nowMs: systemClock.now() };
  const writing = loadThread('writer-thread');
  const reading = loadThread('reader-thread');
  try {
    // One after the other: there is nothing to read before the writer has made the tables.
    const epoch = await openThread(writing, start, tell);
    await openThread(reading, start, tell);
    const [writer, reader] = [databaseThread(writing), databaseThread(reading)];
    return storeOverThreads({ epoch, writer, reader, queuedMax });
  } catch (error) {
    await Promise.all([writing.terminate(), reading.terminate()]);
    throw error;
  }
}
