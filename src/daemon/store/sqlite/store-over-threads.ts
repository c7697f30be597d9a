import type { Store } from '../store.ts';
import type { Reads } from './reads.ts';
import { type DatabaseThread, ThreadProxy } from './thread-proxy.ts';
import type { Writes } from './writes.ts';

/** One commit for at most so many calls: a full batch keeps its first call waiting some 50 ms. */
const WRITES_AT_ONCE_MAX = 512;
/** Fewer, because the first reader waits for the last one's page. */
const READS_AT_ONCE_MAX = 32;

interface Threads {
  readonly epoch: string;
  readonly writer: DatabaseThread;
  readonly reader: DatabaseThread;
  /** Calls that may wait for each; further ones reject with `overloaded`. */
  readonly queuedMax: () => number;
}

/** The port to the database, over a thread that writes and one that reads. */
export function storeOverThreads({ epoch, queuedMax, ...threads }: Threads): Store {
  const writer = new ThreadProxy<Writes>(threads.writer, {
    queuedMax,
    batchMax: WRITES_AT_ONCE_MAX,
  });
  const reader = new ThreadProxy<Reads>(threads.reader, { queuedMax, batchMax: READS_AT_ONCE_MAX });
  return {
    epoch,
    failed: Promise.race([writer.failed, reader.failed]),
    execute: (request) => writer.call('execute', request),
    fireTimers: (nowMs, limit, policy) => writer.call('fireTimers', nowMs, limit, policy),
    moveTimers: (byMs, nowMs, doubts) => writer.call('moveTimers', byMs, nowMs, doubts),
    notify: (request) => writer.call('notify', request),
    acknowledgeAll: (all) => writer.call('acknowledgeAll', all),
    appendTrack: (points, key) => writer.call('appendTrack', points, key),
    issueTokens: (drafts) => writer.call('issueTokens', drafts),
    revokeTokens: (filter, nowMs) => writer.call('revokeTokens', filter, nowMs),
    touchTokens: (uses) => writer.call('touchTokens', uses),
    pruneTokens: (endedByMs) => writer.call('pruneTokens', endedByMs),
    purge: (nowMs, retention) => writer.call('purge', nowMs, retention),
    eraseUsers: (userIdPrefix) => writer.call('eraseUsers', userIdPrefix),
    probe: () => writer.call('probe'),

    booking: (bookingId) => reader.call('booking', bookingId),
    bookings: (filter) => reader.call('bookings', filter),
    countBookings: () => reader.call('countBookings'),
    transitions: (bookingId) => reader.call('transitions', bookingId),
    liveBookings: (user) => reader.call('liveBookings', user),
    driverCard: (driverId) => reader.call('driverCard', driverId),
    driverCards: (driverIds) => reader.call('driverCards', driverIds),
    streamState: (user) => reader.call('streamState', user),
    newestSeqs: (users) => reader.call('newestSeqs', users),
    stream: (user, afterSeq, limit) => reader.call('stream', user, afterSeq, limit),
    tokenByHash: (hash) => reader.call('tokenByHash', hash),
    tokens: (filter) => reader.call('tokens', filter),
    nextTimerAt: () => reader.call('nextTimerAt'),
    newestAt: () => reader.call('newestAt'),
    clockDoubts: () => reader.call('clockDoubts'),

    // The reader first: the last connection that closes moves the write-ahead log into the file.
    close: () => reader.close().then(() => writer.close()),
    load: () => ({ queued: writer.queued, commitMs: writer.commitMs }),
  };
}
