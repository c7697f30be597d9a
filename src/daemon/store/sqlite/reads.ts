import type { Database } from 'better-sqlite3';
import type { Store } from '../store.ts';
import { countBookings, findBooking, listBookings, listLiveBookings } from './bookings.ts';
import { findClockDoubts, findNewestTime } from './newest-time.ts';
import { findNewestSeqs, findStreamState, listStream } from './streams.ts';
import type { InThread } from './thread-messages.ts';
import { findNextTimer } from './timers.ts';
import { findToken, listTokens } from './tokens.ts';
import { listTransitions } from './transitions.ts';
import { findDriverCard, listDriverCards } from './users.ts';

export type Reads = InThread<
  Pick<
    Store,
    | 'booking'
    | 'bookings'
    | 'countBookings'
    | 'transitions'
    | 'liveBookings'
    | 'driverCard'
    | 'driverCards'
    | 'streamState'
    | 'newestSeqs'
    | 'stream'
    | 'tokenByHash'
    | 'tokens'
    | 'nextTimerAt'
    | 'newestAt'
    | 'clockDoubts'
  >
>;

/** The reading half of the port. */
export function createReads(db: Database): Reads {
  return {
    booking: findBooking(db),
    bookings: listBookings(db),
    countBookings: countBookings(db),
    transitions: listTransitions(db),
    liveBookings: listLiveBookings(db),
    driverCard: findDriverCard(db),
    driverCards: listDriverCards(db),
    streamState: findStreamState(db),
    newestSeqs: findNewestSeqs(db),
    stream: listStream(db),
    tokenByHash: findToken(db),
    tokens: listTokens(db),
    nextTimerAt: findNextTimer(db),
    newestAt: findNewestTime(db),
    clockDoubts: findClockDoubts(db),
  };
}
