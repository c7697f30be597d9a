import type { BookingView, ServerMessageOf } from '../../protocol/index.ts';

export type BookingStep = ServerMessageOf<'status_update'>;

/** A booking as it is after a step, which tells less of it than the room's own state. */
export function bookingAfter(booking: BookingView, step: BookingStep): BookingView {
  const { driver_id, driver, expires_at, reason, ...lasting } = booking;
  const { status, version, timestamp } = step;
  return {
    ...lasting,
    ...driverOf(booking, step),
    status,
    version,
    updated_at: timestamp,
    // Each assignment is a new round, and nothing else begins one.
    round: status === 'assigned' ? booking.round + 1 : booking.round,
    ...(status === 'completed' && { completed_at: timestamp }),
    ...(step.expires_at !== undefined && { expires_at: step.expires_at }),
    ...(step.reason !== undefined && { reason: step.reason }),
  };
}

/** A booking that waits again has no driver; otherwise the one named, or else the one before. */
function driverOf(booking: BookingView, step: BookingStep) {
  if (step.status === 'pending') return {};
  if (step.driver !== undefined) return { driver: step.driver, driver_id: step.driver.driver_id };
  if (step.status === 'assigned') return {};
  const { driver, driver_id } = booking;
  return { ...(driver && { driver }), ...(driver_id !== undefined && { driver_id }) };
}
