import type { BookingStatus, TransitionView } from '../../protocol/index.ts';
import type { BookingLog } from '../account/expected-events.ts';

/** `declined by driver-2`, `cancelled by rider`, `pending`: a row of a log as tests write it. */
const ROW = /^(?<to>[a-z_]+)(?: of (?<driver>[a-z0-9-]+))?(?: by (?<by>[a-z]+))?$/;

/** The log of a booking of `rider-1`, from lines such as `assigned of driver-1`. */
export function logOf(bookingId: string, ...lines: readonly string[]): BookingLog {
  const rows = lines.map((line, index): TransitionView => {
    const { to, driver, by } = ROW.exec(line)?.groups ?? {};
    return {
      booking_id: bookingId,
      version: index + 1,
      round: 0,
      from: null,
      to: to as BookingStatus,
      by: by ?? 'driver',
      at: index,
      ...(driver !== undefined && { driver_id: driver }),
    };
  });
  return { bookingId, riderId: 'rider-1', rows };
}
