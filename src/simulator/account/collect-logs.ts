import type { ApiClient } from '../../client/index.ts';
import { type BookingView, fromWireId } from '../../protocol/index.ts';
import { eachBounded } from '../each-bounded.ts';
import type { BookingLog } from './expected-events.ts';

/** Requests at a time: the daemon serves others too. */
const WIDTH = 8;
const PAGE = 500;

/** Reads what the daemon has written down about all bookings of these riders. */
export async function collectLogs(
  api: Pick<ApiClient, 'call'>,
  riderIds: readonly string[],
): Promise<BookingLog[]> {
  const found = await eachBounded(riderIds, WIDTH, (riderId) => bookingsOf(api, riderId));
  return eachBounded(found.flat(), WIDTH, async ({ booking_id, rider_id }) => {
    const { events } = await api.call('listTransitions', { params: { booking_id } });
    return { bookingId: fromWireId(booking_id), riderId: fromWireId(rider_id), rows: events };
  });
}

async function bookingsOf(api: Pick<ApiClient, 'call'>, riderId: string): Promise<BookingView[]> {
  const all: BookingView[] = [];
  for (let after: BookingView['booking_id'] | undefined; ; ) {
    const query = { rider_id: riderId, limit: PAGE, ...(after !== undefined && { after }) };
    const page = await api.call('listBookings', { query });
    all.push(...page.bookings);
    if (page.after === undefined) return all;
    after = page.after;
  }
}
