import type { Delivery } from '../delivery/delivery.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { TrackWriter } from '../fleet/track-writer.ts';
import type { BookingRooms } from '../rooms/bookings-room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Log, Services } from '../services.ts';
import type { Counters } from '../stats/counters.ts';
import type { Stats } from '../stats/stats.ts';
import type { UnderWay } from '../under-way.ts';
import type { AuthFailures } from './auth-failures.ts';
import type { BookingWatchers } from './booking-watchers.ts';
import type { Faults } from './faults.ts';
import type { OlderCopyAlarm } from './older-copy-alarm.ts';
import type { SessionRegistry } from './session-registry.ts';

/** The live side of the daemon, as the gateway and the handlers use it. Built in `assemble.ts`. */
export interface Parts extends Services {
  readonly fleet: Fleet;
  readonly stats: Stats;
  readonly registry: SessionRegistry;
  readonly delivery: Delivery;
  readonly rooms: Rooms;
  readonly bookingRooms: BookingRooms;
  readonly watchers: BookingWatchers;
  readonly tracks: TrackWriter;
  readonly counters: Counters;
  /** For what comes in swarms: the same text at most once a second. */
  readonly limitedLog: Log;
  readonly olderCopyAlarm: OlderCopyAlarm;
  /** Messages that are being handled. */
  readonly underWay: UnderWay;
  /** Bad tokens by address, through sockets and HTTP together. */
  readonly authFailures: AuthFailures;
  readonly faults: Faults;
  /** From 0 up to 1. */
  readonly random: () => number;
}
