import type { Clock } from '../clock/index.ts';
import type {
  ConnectionView,
  DriverView,
  Point,
  Role,
  StatsView,
  UserKey,
} from '../protocol/index.ts';
import type { Bus } from './bus/bus.ts';
import type { Config } from './config/config.ts';
import type { Dispatcher } from './dispatcher/dispatcher.ts';
import type { Counters } from './stats/counters.ts';
import type { Store } from './store/store.ts';
import type { StoreError } from './store/store-error.ts';
import type { TokenService } from './tokens/token-service.ts';

/** What handlers and HTTP routes may ask of the rest of the daemon. Built in `assemble.ts`. */
export interface Services {
  /** Values change when it is read again: look them up when they are needed. */
  readonly config: Config;
  /** Service time: booking timers, fix times, token lives. Scaled in simulations. */
  readonly clock: Clock;
  /** Time of the wall: socket deadlines, heartbeats, drain. */
  readonly wallClock: Clock;
  readonly log: Log;
  readonly counters: Pick<Counters, 'drop'>;
  readonly store: Store;
  readonly bus: Bus;
  readonly dispatcher: Dispatcher;
  readonly tokens: TokenService;
  readonly sessions: SessionDirectory;
  readonly fleet: FleetDirectory;
  readonly stats: StatsSource;
  readonly storage: Storage;
}

/** Structured logging; `fields` never carry secrets. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, text: string): void;
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
  child(fields: Readonly<Record<string, unknown>>): Log;
}

export interface SessionFilter {
  readonly session?: string;
  readonly role?: Role;
  readonly userId?: string;
}

/** The live connections of this daemon. */
export interface SessionDirectory {
  /** Whether a session of that user is open at this moment. */
  isOnline(user: UserKey): boolean;
  list(filter: SessionFilter): readonly ConnectionView[];
  /** Closes the sessions that match (4502, or 4003 if they may come back); answers how many. */
  kick(filter: SessionFilter, options: { readonly reconnect: boolean; reason: string }): number;
}

/** The last known position of every driver. */
export interface FleetDirectory {
  drivers(): readonly DriverView[];
  driver(driverId: string): DriverView | null;
  position(driverId: string): Point | null;
  /** Drivers within `radiusM` of a point, nearest first. */
  near(point: Point, radiusM: number): readonly (DriverView & { readonly distance_m: number })[];
}

/** Whether the database takes what is written. */
export interface Storage {
  /** What keeps anything from being stored at the moment; null while nothing does. */
  readonly outage: StoreError | null;
}

export interface StatsSource {
  current(): StatsView;
}
