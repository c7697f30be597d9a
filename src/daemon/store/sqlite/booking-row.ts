import type { Booking } from '../../../core/index.ts';
import type { BookingStatus, Point } from '../../../protocol/index.ts';

type SqlValue = string | number | null;

/** A booking as a row; the names are those of the columns. */
export interface BookingRow {
  readonly booking_id: string;
  readonly rider_id: string;
  readonly requested_at: number;
  readonly driver_id: string | null;
  readonly last_driver_id: string | null;
  readonly status: BookingStatus;
  readonly round: number;
  readonly version: number;
  readonly pickup_location: string;
  readonly dropoff_location: string;
  readonly pickup_latitude: number | null;
  readonly pickup_longitude: number | null;
  readonly dropoff_latitude: number | null;
  readonly dropoff_longitude: number | null;
  readonly note: string | null;
  readonly pending_since: number;
  readonly assigned_at: number | null;
  readonly expires_at: number | null;
  readonly completed_at: number | null;
  readonly updated_at: number;
  readonly reason: string | null;
  readonly rating: number | null;
  readonly rating_comment: string | null;
  readonly rated_at: number | null;
  readonly excluded_driver_ids: string;
}

type Columns<Name extends keyof BookingRow> = {
  readonly [Column in Name]: (booking: Booking) => BookingRow[Column] & SqlValue;
};
type FixedColumn = 'booking_id' | 'rider_id' | 'requested_at';
type StepColumn = 'status' | 'version' | 'expires_at' | 'completed_at' | 'updated_at' | 'reason';

/** What never changes after the creation. */
export const FIXED_COLUMNS: Columns<FixedColumn> = {
  booking_id: (booking) => booking.bookingId,
  rider_id: (booking) => booking.riderId,
  requested_at: (booking) => booking.requestedAt,
};

/** All that a step changes where the booking keeps its driver and its places. */
export const STEP_COLUMNS: Columns<StepColumn> = {
  status: (booking) => booking.status,
  version: (booking) => booking.version,
  expires_at: (booking) => booking.expiresAt,
  completed_at: (booking) => booking.completedAt,
  updated_at: (booking) => booking.updatedAt,
  reason: (booking) => booking.reason,
};

export const OTHER_COLUMNS: Columns<Exclude<keyof BookingRow, FixedColumn | StepColumn>> = {
  driver_id: (booking) => booking.driverId,
  last_driver_id: (booking) => booking.lastDriverId,
  round: (booking) => booking.round,
  pickup_location: (booking) => booking.pickupLocation,
  dropoff_location: (booking) => booking.dropoffLocation,
  pickup_latitude: (booking) => booking.pickup?.latitude ?? null,
  pickup_longitude: (booking) => booking.pickup?.longitude ?? null,
  dropoff_latitude: (booking) => booking.dropoff?.latitude ?? null,
  dropoff_longitude: (booking) => booking.dropoff?.longitude ?? null,
  note: (booking) => booking.note,
  pending_since: (booking) => booking.pendingSince,
  assigned_at: (booking) => booking.assignedAt,
  rating: (booking) => booking.rating?.rating ?? null,
  rating_comment: (booking) => booking.rating?.comment ?? null,
  rated_at: (booking) => booking.rating?.at ?? null,
  excluded_driver_ids: (booking) => JSON.stringify(booking.excludedDriverIds),
};

export function valuesOf(
  columns: Readonly<Record<string, (booking: Booking) => SqlValue>>,
): (booking: Booking) => SqlValue[] {
  const read = Object.values(columns);
  return (booking) => read.map((column) => column(booking));
}

export function toBooking(row: BookingRow): Booking {
  return {
    bookingId: row.booking_id,
    riderId: row.rider_id,
    driverId: row.driver_id,
    lastDriverId: row.last_driver_id,
    status: row.status,
    round: row.round,
    version: row.version,
    pickupLocation: row.pickup_location,
    dropoffLocation: row.dropoff_location,
    pickup: toPoint(row.pickup_latitude, row.pickup_longitude),
    dropoff: toPoint(row.dropoff_latitude, row.dropoff_longitude),
    note: row.note,
    requestedAt: row.requested_at,
    pendingSince: row.pending_since,
    assignedAt: row.assigned_at,
    expiresAt: row.expires_at,
    completedAt: row.completed_at,
    updatedAt: row.updated_at,
    reason: row.reason,
    rating: toRating(row),
    excludedDriverIds: JSON.parse(row.excluded_driver_ids) as string[],
  };
}

function toRating({ rating, rating_comment, rated_at }: BookingRow): Booking['rating'] {
  if (rating === null || rated_at === null) return null;
  return { rating, comment: rating_comment, at: rated_at };
}

export function toPoint(latitude: number | null, longitude: number | null): Point | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}
