import type { Clock } from '../clock/index.ts';
import type { Bus } from './bus/bus.ts';
import type { Config } from './config/config.ts';
import { retentionOf } from './config/retention-of.ts';
import { connectParts } from './connect-parts.ts';
import type { JwtKey } from './credentials/read-jwt-keys.ts';
import { Delivery } from './delivery/delivery.ts';
import { createDispatcher } from './dispatcher/create-dispatcher.ts';
import { Fleet } from './fleet/fleet.ts';
import { loadFleet } from './fleet/load-fleet.ts';
import { TrackWriter } from './fleet/track-writer.ts';
import { AuthFailures } from './gateway/auth-failures.ts';
import { BookingWatchers } from './gateway/booking-watchers.ts';
import { Faults } from './gateway/faults.ts';
import { Gateway } from './gateway/gateway.ts';
import { olderCopyAlarm } from './gateway/older-copy-alarm.ts';
import type { Parts } from './gateway/parts.ts';
import { SessionRegistry } from './gateway/session-registry.ts';
import { sessionDirectory } from './gateway/sessions-view.ts';
import { limitedLog } from './log/limited-log.ts';
import { BookingRooms, bookingsRoom } from './rooms/bookings-room.ts';
import { eventsRoom } from './rooms/events-room.ts';
import { FleetRoom } from './rooms/fleet-room.ts';
import { Rooms } from './rooms/rooms.ts';
import { statsRoom } from './rooms/stats-room.ts';
import type { Log } from './services.ts';
import { Counters } from './stats/counters.ts';
import { Stats } from './stats/stats.ts';
import { stopAll } from './stop-all.ts';
import { StorageWatch } from './store/storage-watch.ts';
import type { Store } from './store/store.ts';
import { startServiceTime } from './timers/service-time.ts';
import { startPurge } from './timers/start-purge.ts';
import { startTimers } from './timers/start-timers.ts';
import { createTokenService } from './tokens/create-token-service.ts';
import { UnderWay } from './under-way.ts';

/** The live side of a daemon: everything but the servers that bring it sockets and requests. */
export interface Live {
  readonly parts: Parts;
  readonly gateway: Gateway;
  /** The values of its configuration are others now: who runs by them is told. */
  reconfigure(): void;
  close(): Promise<void>;
}

interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly bus: Bus;
  readonly wallClock: Clock;
  readonly random: () => number;
  /** Of the program, for `stats`. */
  readonly version: string;
  /** Of the web site, as they are now; absent: it signs no tokens. */
  readonly jwtKeys?: () => readonly JwtKey[];
}

/** Builds the parts in the order in which they need each other, and starts what runs by itself. */
export async function assemble(ground: Ground): Promise<Live> {
  const { config, log, bus, wallClock, version, random, jwtKeys } = ground;
  const storage = new StorageWatch({ store: ground.store, clock: wallClock, log });
  const { store } = storage;
  const { speedup } = config;
  const time = await startServiceTime({ wallClock, speedup, store, storage, log });
  const { clock, gate } = time;
  // What may befall every session at once is said once a second.
  const seldom = limitedLog(log, wallClock);
  const counters = new Counters();
  const registry = new SessionRegistry(wallClock, {
    onOnlineChange: ({ role, userId }) => {
      if (role === 'driver') fleet.noteOnline(userId);
    },
    onPresence: (user, online) => bus.publish('presence', { user, online }),
  });
  const fleetRoom = new FleetRoom(() => fleet, clock, config.fleet.updateIntervalMs);
  const fleet = new Fleet({
    isOnline: (driverId) => registry.isOnline({ role: 'driver', userId: driverId }),
    onChange: (driverId) => fleetRoom.touch(driverId),
  });
  // Before any timer can fire: what the fleet reads must not be older than what it then hears.
  await loadFleet(fleet, store);
  const stats = new Stats({
    clock: wallClock,
    serviceClock: clock,
    counters,
    store,
    storage,
    version,
    connections: () => ({
      admin: registry.count('admin'),
      driver: registry.count('driver'),
      rider: registry.count('rider'),
      total: gateway.size,
    }),
  });
  const bookingRooms = new BookingRooms(bus, store, fleet);
  const watchers = new BookingWatchers(bus);
  const rooms = new Rooms(
    {
      fleet: fleetRoom,
      bookings: bookingsRoom(bus, store),
      stats: statsRoom(stats, wallClock),
      events: eventsRoom(bus),
      booking: bookingRooms,
    },
    config.limits,
    counters,
  );
  const policy = config.bookings;
  const timers = startTimers({ store, bus, clock, gate, log, policy });
  const retention = () => retentionOf(config);
  const { doubtedMs } = time;
  const purge = startPurge({ store, clock, log, retention, doubtedMs });
  const tokens = createTokenService({ store, clock, bus, life: config.tokens, jwtKeys });
  const parts: Parts = {
    config,
    clock,
    wallClock,
    log,
    store,
    bus,
    fleet,
    stats,
    storage,
    registry,
    rooms,
    bookingRooms,
    counters,
    random,
    faults: new Faults({ clock, wallClock, counters, limits: config.limits }),
    underWay: new UnderWay(),
    limitedLog: seldom,
    olderCopyAlarm: olderCopyAlarm(log, wallClock),
    dispatcher: createDispatcher({
      store,
      clock,
      gate,
      wallClock,
      bus,
      log,
      policy,
      timers,
      counters,
      positionOf: (driverId) => fleet.position(driverId),
      limits: config.limits,
    }),
    authFailures: new AuthFailures(config.limits),
    tokens,
    sessions: sessionDirectory(registry, watchers, bus),
    delivery: new Delivery({
      store,
      registry,
      log: seldom,
      get pageMax() {
        return config.limits.resumePageMax;
      },
    }),
    watchers,
    tracks: new TrackWriter({ store, clock, log, counters }),
  };
  const gateway = new Gateway(parts);
  const unsubscribe = connectParts(parts, gateway);
  return {
    parts,
    gateway,
    reconfigure() {
      fleetRoom.retime(config.fleet.updateIntervalMs);
      gateway.reconfigure();
    },
    close: () =>
      stopAll([
        () => gateway.close(),
        unsubscribe,
        () => timers.close(),
        () => time.close(),
        () => purge.close(),
        () => parts.dispatcher.close(),
        () => parts.underWay.idle(),
        () => parts.delivery.acknowledged().catch(() => {}),
        () => parts.dispatcher.drain(),
        () => parts.tracks.close(),
        () => tokens.close(),
        () => parts.watchers.close(),
        () => rooms.close(),
        () => stats.close(),
        () => storage.close(),
        () => registry.close(),
      ]),
  };
}
