import { type DriverView, fromWireId } from '../../protocol/index.ts';
import { formatSpan } from '../../text/figures.ts';
import type { Column, Tone } from './column.ts';
import { matches } from './filter.ts';

const KMH_PER_MS = 3.6;
/** Compares `sim-2` before `sim-10`. */
const byNumberInText = new Intl.Collator('en', { numeric: true });

const STATE_TONES: Readonly<Record<string, Tone>> = { free: 'good', offered: 'strong' };

const DRIVER: Column<DriverView> = {
  title: 'DRIVER',
  width: 16,
  roomy: 20,
  keepsEnd: true,
  cell: ({ driver_id }) => fromWireId(driver_id),
};
const NAME: Column<DriverView> = {
  title: 'NAME',
  width: 0,
  grows: true,
  cell: ({ name, vehicle }) => [name, vehicle].filter((part) => part !== undefined).join(', '),
};
const STATE: Column<DriverView> = {
  title: 'STATE',
  width: 7,
  cell: stateOf,
  tone: (driver) => (driver.online ? (STATE_TONES[driver.state] ?? null) : 'faint'),
};
const BOOKING: Column<DriverView> = {
  title: 'BOOKING',
  width: 10,
  roomy: 18,
  keepsEnd: true,
  cell: ({ booking_id }) => (booking_id === undefined ? '' : fromWireId(booking_id)),
};
const SPEED: Column<DriverView> = {
  title: 'KM/H',
  width: 4,
  align: 'right',
  cell: ({ speed }) => (speed === undefined ? '' : String(Math.round(speed * KMH_PER_MS))),
};
/** By the daemon's clock, since the phone's may be wrong. */
const FIX_AGE: Column<DriverView> = {
  title: 'SEEN',
  width: 5,
  align: 'right',
  cell: ({ received_at }, now) =>
    received_at === undefined || now === null ? 'never' : formatSpan(now - received_at),
};

export const DRIVER_COLUMNS: readonly Column<DriverView>[] = [
  DRIVER,
  STATE,
  BOOKING,
  SPEED,
  FIX_AGE,
  NAME,
];
export const DRIVER_COLUMNS_COMPACT: readonly Column<DriverView>[] = [
  { ...DRIVER, width: 0, grows: true },
  STATE,
  FIX_AGE,
];

/** By id, so that a driver keeps their row whatever they do. */
export function listDrivers(
  drivers: ReadonlyMap<string, DriverView>,
  filter: string,
): readonly DriverView[] {
  const rows = [...drivers].filter(([, driver]) => matches(filter, wordsOf(driver)));
  return rows.sort(([a], [b]) => byNumberInText.compare(a, b)).map(([, driver]) => driver);
}

/** How many are free, offered, busy and offline. */
export function countDrivers(drivers: ReadonlyMap<string, DriverView>) {
  const counts = { free: 0, offered: 0, busy: 0, offline: 0 };
  for (const driver of drivers.values()) counts[driver.online ? driver.state : 'offline'] += 1;
  return counts;
}

function wordsOf(driver: DriverView): readonly string[] {
  const { driver_id, name, vehicle, booking_id } = driver;
  const booking = booking_id === undefined ? '' : fromWireId(booking_id);
  return [`driver:${fromWireId(driver_id)}`, stateOf(driver), name ?? '', vehicle ?? '', booking];
}

function stateOf({ online, state }: DriverView): string {
  return online ? state : 'offline';
}
