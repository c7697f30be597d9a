import type { BookingStatus, BookingView } from '../../protocol/index.ts';
import type { Column } from '../output/column.ts';
import type { Tone } from '../output/paint.ts';
import { formatAge, formatEnd, formatInstant } from '../output/time.ts';

export function statusTone(status: BookingStatus): Tone {
  switch (status) {
    case 'completed':
      return 'good';
    case 'cancelled':
    case 'declined':
      return 'bad';
    case 'pending':
    case 'assigned':
      return 'busy';
    default:
      return 'title';
  }
}

export function bookingColumns(nowMs: number): readonly Column<BookingView>[] {
  return [
    { title: 'Booking', value: (row) => row.booking_id },
    { title: 'Status', value: (row) => row.status, tone: (row) => statusTone(row.status) },
    { title: 'Rider', value: (row) => row.rider_id },
    { title: 'Driver', value: (row) => row.driver_id },
    { title: 'Pickup', value: (row) => row.pickup_location, flexible: true },
    { title: 'Dropoff', value: (row) => row.dropoff_location, flexible: true },
    {
      title: 'Changed',
      value: (row) => formatAge(row.updated_at, nowMs),
      plain: (row) => formatInstant(row.updated_at),
    },
  ];
}

const point = (place: BookingView['pickup']) =>
  place === undefined ? '' : ` (${place.latitude},${place.longitude})`;

/** Everything that is known of one booking. */
export function bookingFields(nowMs: number): readonly Column<BookingView>[] {
  const instant = (title: string, at: (row: BookingView) => number | undefined) => ({
    title,
    value: (row: BookingView) => mapTime(at(row), (ms) => formatAge(ms, nowMs)),
    plain: (row: BookingView) => mapTime(at(row), formatInstant),
  });
  return [
    { title: 'booking', value: (row) => row.booking_id },
    { title: 'status', value: (row) => row.status, tone: (row) => statusTone(row.status) },
    { title: 'rider', value: (row) => row.rider_id },
    { title: 'driver', value: describeDriver },
    { title: 'pickup', value: (row) => row.pickup_location + point(row.pickup) },
    { title: 'dropoff', value: (row) => row.dropoff_location + point(row.dropoff) },
    { title: 'note', value: (row) => row.note },
    { title: 'reason', value: (row) => row.reason },
    { title: 'rating', value: (row) => row.rating },
    { title: 'comment', value: (row) => row.comment },
    instant('requested', (row) => row.requested_at),
    instant('changed', (row) => row.updated_at),
    instant('completed', (row) => row.completed_at),
    {
      title: 'expires',
      value: (row) => mapTime(row.expires_at, (ms) => formatEnd(ms, nowMs)),
      plain: (row) => mapTime(row.expires_at, formatInstant),
    },
    { title: 'version', value: (row) => row.version },
    { title: 'round', value: (row) => row.round },
  ];
}

function mapTime(at: number | undefined, format: (ms: number) => string): string | undefined {
  return at === undefined ? undefined : format(at);
}

function describeDriver({ driver_id: id, driver }: BookingView): string | undefined {
  if (id === undefined) return undefined;
  const known = [driver?.name, driver?.vehicle, driver?.phone].filter((each) => each !== undefined);
  return known.length === 0 ? String(id) : `${id} (${known.join(', ')})`;
}
