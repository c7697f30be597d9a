import { systemClock } from '../../../clock/index.ts';
import type { Store } from '../store.ts';
import { loadThread, openThread } from './database-thread.ts';
import type { Reads } from './reads.ts';
import { ThreadProxy } from './thread-proxy.ts';
import type { Writes } from './writes.ts';

export interface SqliteStoreOptions {
  /** Made with mode 0700 where there is none. */
  readonly directory: string;
  /** Calls that may wait for the disk; further ones reject with `overloaded`. */
  readonly queuedMax?: number;
}

const QUEUED_MAX = 20_000;
/** One commit for at most so many calls: a full batch keeps its first call waiting some 50 ms. */
const WRITES_AT_ONCE_MAX = 512;
/** Fewer, because the first reader waits for the last one's page. */
const READS_AT_ONCE_MAX = 32;

/** Opens the database of a directory. Rejects with a `StoreError` that says what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { directory, queuedMax = QUEUED_MAX } = options;
  // When a migration was applied is told in the time of the wall, also in a simulated town.
  const start = { directory, nowMs: systemClock.now() };
  const writing = loadThread('writer-thread');
  const reading = loadThread('reader-thread');
  try {
    // One after the other: there is nothing to read before the writer has made the tables.
    const epoch = await openThread(writing, start);
    await openThread(reading, start);
    const writer = new ThreadProxy<Writes>(writing, { queuedMax, batchMax: WRITES_AT_ONCE_MAX });
    const reader = new ThreadProxy<Reads>(reading, { queuedMax, batchMax: READS_AT_ONCE_MAX });
    return assemble(epoch, writer, reader);
  } catch (error) {
    await Promise.all([writing.terminate(), reading.terminate()]);
    throw error;
  }
}

function assemble(epoch: string, writer: ThreadProxy<Writes>, reader: ThreadProxy<Reads>): Store {
  return {
    epoch,
    failed: Promise.race([writer.failed, reader.failed]),
    execute: (request) => writer.call('execute', request),
    fireTimers: (nowMs, limit, policy) => writer.call('fireTimers', nowMs, limit, policy),
    notify: (request) => writer.call('notify', request),
    acknowledge: (user, seq) => writer.call('acknowledge', user, seq),
    appendTrack: (points, key) => writer.call('appendTrack', points, key),
    issueTokens: (drafts) => writer.call('issueTokens', drafts),
    revokeTokens: (filter, nowMs) => writer.call('revokeTokens', filter, nowMs),
    touchTokens: (uses) => writer.call('touchTokens', uses),
    pruneTokens: (endedByMs) => writer.call('pruneTokens', endedByMs),
    purge: (nowMs, retention) => writer.call('purge', nowMs, retention),
    eraseUsers: (userIdPrefix) => writer.call('eraseUsers', userIdPrefix),

    booking: (bookingId) => reader.call('booking', bookingId),
    bookings: (filter) => reader.call('bookings', filter),
    countBookings: () => reader.call('countBookings'),
    transitions: (bookingId) => reader.call('transitions', bookingId),
    liveBookings: (user) => reader.call('liveBookings', user),
    driverCard: (driverId) => reader.call('driverCard', driverId),
    driverCards: (driverIds) => reader.call('driverCards', driverIds),
    streamState: (user) => reader.call('streamState', user),
    stream: (user, afterSeq, limit) => reader.call('stream', user, afterSeq, limit),
    tokenByHash: (hash) => reader.call('tokenByHash', hash),
    tokens: (filter) => reader.call('tokens', filter),
    nextTimerAt: () => reader.call('nextTimerAt'),

    // The reader first: the last connection that closes moves the write-ahead log into the file.
    close: () => reader.close().then(() => writer.close()),
    load: () => ({ queued: writer.queued, commitMs: writer.commitMs }),
  };
}
