import type { DriverView, OperationAnswer } from '../../protocol/index.ts';
import type { Column } from '../output/column.ts';
import type { Tone } from '../output/paint.ts';
import { formatAge, formatInstant } from '../output/time.ts';

const TONES: Readonly<Record<DriverView['state'], Tone>> = {
  free: 'good',
  offered: 'busy',
  busy: 'title',
};
const COORDINATE_DECIMALS = 5;

type NearbyDriver = OperationAnswer<'listDrivers'>['drivers'][number];

/** With the distance where a place was asked about. */
export function driverColumns(nowMs: number, isNear: boolean): readonly Column<NearbyDriver>[] {
  const distance: Column<NearbyDriver> = {
    title: 'Metres',
    value: ({ distance_m: metres }) => metres && Math.round(metres),
    align: 'right',
  };
  return [
    ...(isNear ? [distance] : []),
    { title: 'Driver', value: (row) => row.driver_id },
    { title: 'Online', value: (row) => (row.online ? 'yes' : 'no') },
    { title: 'State', value: (row) => row.state, tone: (row) => TONES[row.state] },
    { title: 'Booking', value: (row) => row.booking_id },
    {
      title: 'Position',
      value: (row) => positionOf(row, (degrees) => degrees.toFixed(COORDINATE_DECIMALS)),
      plain: (row) => positionOf(row, String),
    },
    {
      title: 'Seen',
      value: ({ received_at: at }) => (at === undefined ? undefined : formatAge(at, nowMs)),
      plain: ({ received_at: at }) => (at === undefined ? undefined : formatInstant(at)),
    },
    { title: 'Name', value: (row) => row.name, flexible: true },
    { title: 'Vehicle', value: (row) => row.vehicle, flexible: true },
  ];
}

function positionOf({ latitude, longitude }: DriverView, format: (degrees: number) => string) {
  if (latitude === undefined || longitude === undefined) return undefined;
  return `${format(latitude)},${format(longitude)}`;
}
