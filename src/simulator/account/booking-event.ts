/** One thing that one user is to be told: a step of a booking. */
export interface BookingEvent {
  /** `driver:sim-x-1` */
  readonly user: string;
  readonly type: 'driver_assigned' | 'status_update';
  readonly bookingId: string;
  readonly version: number;
}

/** The same text for the same event, to count by. */
export function keyOf({ user, type, bookingId, version }: BookingEvent): string {
  return `${type} ${bookingId} version ${version} to ${user}`;
}
