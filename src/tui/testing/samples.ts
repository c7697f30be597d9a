import type {
  AnyServerMessage,
  BookingView,
  DriverView,
  EventView,
  StatsView,
} from '../../protocol/index.ts';
import { EMPTY_MODEL, type Model } from '../model/model.ts';
import { type Happening, update } from '../model/update.ts';

/** Messages of a small town, for tests; the daemon's clock stands at `NOON`. */
export const NOON = Date.UTC(2025, 5, 15, 12, 0, 0);
const SECOND_MS = 1_000;

export function stats(changes: Partial<StatsView> = {}): StatsView {
  return {
    at: NOON,
    version: '0.1.0',
    uptime_s: 185,
    connections: { admin: 2, driver: 50, rider: 30, total: 83 },
    messages: { in_per_s: 104, out_per_s: 311.4 },
    bytes: { in_per_s: 12_345, out_per_s: 40_100 },
    latency_ms: {
      command: { p50: 0.84, p99: 3.14, max: 9 },
      position: { p50: 0.4, p99: 2.2, max: 8 },
    },
    bookings: { pending: 1, assigned: 2, started: 27 },
    dropped: {},
    store: { queued: 0, commit_ms: 0.61 },
    process: { rss_bytes: 104_000_000, cpu_percent: 12.3, loop_delay_ms: 1.24 },
    ...changes,
  };
}

export function booking(number: number, changes: Partial<BookingView> = {}): BookingView {
  return {
    booking_id: `b_${number}`,
    rider_id: number,
    status: 'pending',
    version: 1,
    round: 0,
    pickup_location: 'Public Market',
    dropoff_location: `Barangay ${number}`,
    requested_at: NOON - 600 * SECOND_MS + number * SECOND_MS,
    updated_at: NOON - 65 * SECOND_MS,
    ...changes,
  };
}

export function driver(number: number, changes: Partial<DriverView> = {}): DriverView {
  return {
    driver_id: number,
    name: `Driver ${number}`,
    online: true,
    state: 'free',
    speed: 5,
    received_at: NOON - 2 * SECOND_MS,
    ...changes,
  };
}

export function event(number: number, changes: Partial<EventView> = {}): EventView {
  return {
    at: NOON,
    kind: 'booking.requested',
    level: 'info',
    text: `event ${number}`,
    ...changes,
  };
}

export function message(content: AnyServerMessage): Happening {
  return { kind: 'message', message: content };
}

/** Bookings, as the client library shows them. */
export function shown(...bookings: readonly BookingView[]): Happening {
  return { kind: 'bookings', bookings };
}

/** The model after these happenings, a millisecond apart from `atMs` on. */
export function modelAfter(
  happenings: readonly Happening[],
  atMs = 0,
  before: Model = EMPTY_MODEL,
): Model {
  return happenings.reduce((model, each, index) => update(model, each, atMs + index), before);
}

/** A town at work: every room joined, figures just come. */
export function liveTown(sizes: { bookings?: number; drivers?: number; events?: number } = {}) {
  const { bookings = 30, drivers = 50, events = 40 } = sizes;
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const page = { type: 'room_joined', more: false } as const;
  return [
    { kind: 'link', link: { state: 'live' } },
    message({ ...page, room: 'stats' }),
    message({ ...page, room: 'bookings' }),
    shown(...numbers(bookings).map(townBooking)),
    message({ ...page, room: 'events', events: numbers(events).map((each) => event(each)) }),
    message({ ...page, room: 'fleet', drivers: numbers(drivers).map((each) => driver(each)) }),
    message({ type: 'stats', stats: stats() }),
  ] satisfies readonly Happening[];
}

const STATUSES = ['pending', 'assigned', 'accepted', 'on_way', 'arrived', 'started'] as const;

function townBooking(number: number): BookingView {
  const status = STATUSES[number % STATUSES.length] ?? 'pending';
  const hasDriver = status !== 'pending';
  return booking(number, {
    status,
    round: hasDriver ? 1 : 0,
    ...(hasDriver && {
      driver_id: number,
      driver: { driver_id: number, name: `Ana Reyes ${number}` },
    }),
    ...(status === 'assigned' && { expires_at: NOON + 42 * SECOND_MS }),
  });
}
