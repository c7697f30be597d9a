import { type Booking, showsDriverToRider } from '../../core/index.ts';
import {
  type BookingView,
  type DriverCard,
  type SnapshotBooking,
  toWireId,
  type WireId,
} from '../../protocol/index.ts';
import { knownFields, placeFields } from './wire-fields.ts';

/** Who drives, with what is known of them: at least the id. Null while nobody does. */
export function driverOf(booking: Booking, card: DriverCard | null): DriverCard | null {
  if (booking.driverId === null) return null;
  return card ?? { driver_id: toWireId(booking.driverId) };
}

/** A booking as admins see it. `card` is that of its driver, if one is known. */
export function bookingView(booking: Booking, card: DriverCard | null): BookingView {
  return knownFields({
    booking_id: toWireId(booking.bookingId),
    rider_id: toWireId(booking.riderId),
    driver_id: wireIdOrNull(booking.driverId),
    driver: driverOf(booking, card),
    status: booking.status,
    version: booking.version,
    round: booking.round,
    ...placeFields(booking),
    requested_at: booking.requestedAt,
    updated_at: booking.updatedAt,
    expires_at: booking.expiresAt,
    completed_at: booking.completedAt,
    reason: booking.reason,
    rating: booking.rating?.rating ?? null,
    comment: booking.rating?.comment ?? null,
  });
}

/** A booking as its own rider or driver finds it after connecting. */
export function snapshotBooking(booking: Booking, card: DriverCard | null): SnapshotBooking {
  return knownFields({
    booking_id: toWireId(booking.bookingId),
    rider_id: toWireId(booking.riderId),
    ...placeFields(booking),
    version: booking.version,
    status: booking.status,
    driver: showsDriverToRider(booking.status) ? driverOf(booking, card) : null,
    expires_at: booking.expiresAt,
  });
}

function wireIdOrNull(id: string | null): WireId | null {
  return id === null ? null : toWireId(id);
}
