import { type BookingView, fromWireId, PROTOCOL_LIMITS } from '../../protocol/index.ts';
import { viewBookings } from '../bookings/view-bookings.ts';
import type { Store } from '../store/store.ts';
import type { Pages, Turn } from './room.ts';

/** The room shows what is open; older bookings are asked for over HTTP. */
const BOOKINGS_MAX = 10_000;
/** Letters in a page: half of what may wait for a client, since some letters are several bytes. */
const PAGE_LENGTH_MAX = 262_144;

type BookingReads = Pick<Store, 'booking' | 'bookings' | 'driverCards'>;

/** The open bookings, newest first, each page read when the session has taken the one before. */
export class BookingPages implements Pages {
  private readonly store: BookingReads;
  private last: string | undefined;
  private count = 0;

  constructor(store: BookingReads) {
    this.store = store;
  }

  async next(): Promise<Turn> {
    // One more than fits says whether there is another page.
    const read = await this.read(PROTOCOL_LIMITS.roomPageMax + 1);
    const bookings = fitting(read);
    const last = bookings.at(-1);
    if (last !== undefined) this.last = fromWireId(last.booking_id);
    this.count += bookings.length;
    const more = bookings.length < read.length && this.count < BOOKINGS_MAX;
    return { page: { bookings }, more };
  }

  private async read(limit: number): Promise<readonly BookingView[]> {
    const { store, last } = this;
    // Where the last one was erased meanwhile nobody knows what follows it: all are shown again.
    const after = last !== undefined && (await store.booking(last)) !== null ? { after: last } : {};
    return viewBookings(await store.bookings({ open: true, limit, ...after }), store);
  }
}

/** As many as a page may hold: at least one, if there is any. */
function fitting(views: readonly BookingView[]): BookingView[] {
  let length = 0;
  const end = views.findIndex((view, index) => {
    length += JSON.stringify(view).length;
    return index > 0 && (index >= PROTOCOL_LIMITS.roomPageMax || length > PAGE_LENGTH_MAX);
  });
  return views.slice(0, end < 0 ? views.length : end);
}
