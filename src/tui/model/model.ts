import type { BookingView, DriverView, EventView, StatsView } from '../../protocol/index.ts';
import { EMPTY_HISTORY, type History } from './history.ts';
import type { Link } from './link.ts';
import { NO_ROOMS, type Rooms } from './room.ts';

/** Everything that the daemon told, bounded. Never changed, only replaced by `update`. */
export interface Model {
  readonly link: Link;
  readonly rooms: Rooms;
  readonly stats: StatsView | null;
  /** When the newest figures came, on the monotonic clock. */
  readonly statsAtMs: number | null;
  /**
   * The daemon's own time at the newest figures. Ages and countdowns are reckoned from it: a
   * simulated daemon's clock runs faster than the wall's, and a phone's or laptop's may be wrong.
   */
  readonly daemonTimeMs: number | null;
  readonly history: History;
  readonly bookings: ReadonlyMap<string, LiveBooking>;
  /** Oldest first. */
  readonly events: readonly EventView[];
  readonly drivers: ReadonlyMap<string, DriverView>;
}

export interface LiveBooking {
  readonly view: BookingView;
  /** When it reached its end, on the monotonic clock: such a row stays for a moment, to be seen. */
  readonly endedAtMs: number | null;
}

export const MODEL_LIMITS = {
  /** Beyond these the entries that came first make room. */
  bookingsMax: 5_000,
  driversMax: 10_000,
  eventsMax: 500,
  endedShownMs: 3_000,
} as const;

export const EMPTY_MODEL: Model = {
  link: { state: 'connecting' },
  rooms: NO_ROOMS,
  stats: null,
  statsAtMs: null,
  daemonTimeMs: null,
  history: EMPTY_HISTORY,
  bookings: new Map(),
  events: [],
  drivers: new Map(),
};
