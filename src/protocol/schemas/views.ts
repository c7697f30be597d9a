import type { Static } from 'typebox';
import * as Type from 'typebox';
import {
  BookingStatus,
  DriverCard,
  Id,
  Latitude,
  Longitude,
  Point,
  placeFields,
  positionFields,
  Roles,
  Text,
  Time,
  Version,
} from './common.ts';

/** The shapes in which nouns are shown: in rooms, snapshots and the HTTP API alike. */

/** A booking as admins see it. */
export const BookingView = Type.Object({
  booking_id: Id,
  rider_id: Id,
  driver_id: Type.Optional(Id),
  driver: Type.Optional(DriverCard),
  status: BookingStatus,
  version: Version,
  round: Type.Integer({ minimum: 0 }),
  ...placeFields,
  requested_at: Time,
  updated_at: Time,
  expires_at: Type.Optional(Time),
  completed_at: Type.Optional(Time),
  reason: Type.Optional(Type.String()),
  rating: Type.Optional(Type.Integer()),
  comment: Type.Optional(Text),
});

/** A booking as its own rider or driver sees it in `snapshot`. */
export const SnapshotBooking = Type.Object({
  booking_id: Id,
  rider_id: Id,
  ...placeFields,
  version: Version,
  status: BookingStatus,
  driver: Type.Optional(DriverCard),
  expires_at: Type.Optional(Time),
});

/** One row of the append-only log. */
export const TransitionView = Type.Object({
  booking_id: Id,
  version: Version,
  round: Type.Integer({ minimum: 0 }),
  from: Type.Union([BookingStatus, Type.Null()]),
  to: BookingStatus,
  by: Type.String(),
  by_id: Type.Optional(Id),
  driver_id: Type.Optional(Id),
  at: Time,
  reason: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  position: Type.Optional(Point),
});

export const Position = Type.Object({ booking_id: Id, ...positionFields });

/**
 * A driver on the map; `online` while a session is open. `received_at` is the daemon's clock,
 * `timestamp` the phone's.
 */
export const DriverView = Type.Object({
  driver_id: Id,
  name: Type.Optional(Type.String()),
  vehicle: Type.Optional(Type.String()),
  online: Type.Boolean(),
  state: Type.Union([Type.Literal('free'), Type.Literal('offered'), Type.Literal('busy')]),
  booking_id: Type.Optional(Id),
  latitude: Type.Optional(Latitude),
  longitude: Type.Optional(Longitude),
  heading: Type.Optional(Type.Number()),
  speed: Type.Optional(Type.Number()),
  accuracy: Type.Optional(Type.Number()),
  timestamp: Type.Optional(Time),
  received_at: Type.Optional(Time),
});

export const ConnectionView = Type.Object({
  session: Type.String(),
  user_id: Id,
  role: Roles,
  name: Type.Optional(Type.String()),
  address: Type.String(),
  device: Type.Optional(Type.String()),
  client: Type.Optional(Type.String()),
  since: Time,
  messages_in: Type.Integer(),
  messages_out: Type.Integer(),
  buffered_bytes: Type.Integer(),
  rooms: Type.Array(Type.String()),
});

/** A token as lists show it: never the token itself, only the start of its SHA-256. */
export const TokenView = Type.Object({
  token_id: Type.String(),
  role: Roles,
  user_id: Id,
  name: Type.Optional(Type.String()),
  vehicle: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  booking_id: Type.Optional(Id),
  created_at: Time,
  expires_at: Type.Union([Time, Type.Null()]),
  revoked_at: Type.Optional(Time),
  last_used_at: Type.Optional(Time),
  state: Type.Union([Type.Literal('valid'), Type.Literal('expired'), Type.Literal('revoked')]),
});

/** One line of the live log. */
export const EventView = Type.Object({
  at: Time,
  kind: Type.String({ description: 'dotted: booking.assigned, presence.online, auth.failed' }),
  level: Type.Union([Type.Literal('info'), Type.Literal('warn')]),
  text: Type.String(),
  security: Type.Optional(
    Type.Boolean({ description: 'who comes in, who is refused, and what operators do' }),
  ),
  user: Type.Optional(Type.String({ description: 'driver:7' })),
  booking_id: Type.Optional(Id),
});

const Percentiles = Type.Object({
  p50: Type.Number(),
  p99: Type.Number(),
  max: Type.Number(),
});
const Counts = Type.Record(Type.String(), Type.Integer());

/** The daemon's figures, once a second. Rates are per second over the last second. */
export const StatsView = Type.Object({
  at: Time,
  version: Type.String(),
  uptime_s: Type.Number(),
  connections: Type.Object({
    admin: Type.Integer(),
    driver: Type.Integer(),
    rider: Type.Integer(),
    total: Type.Integer({ description: 'with those that have not authenticated yet' }),
  }),
  messages: Type.Object({ in_per_s: Type.Number(), out_per_s: Type.Number() }),
  bytes: Type.Object({ in_per_s: Type.Number(), out_per_s: Type.Number() }),
  latency_ms: Type.Object({
    command: Type.Union([Percentiles, Type.Null()]),
    position: Type.Union([Percentiles, Type.Null()]),
  }),
  bookings: Counts,
  dropped: Counts,
  store: Type.Object({
    queued: Type.Integer(),
    commit_ms: Type.Number(),
    outage: Type.Optional(
      Type.String({
        description: 'why nothing can be stored: full, locked, not_writable, corrupt',
      }),
    ),
  }),
  process: Type.Object({
    rss_bytes: Type.Integer(),
    cpu_percent: Type.Number(),
    loop_delay_ms: Type.Number(),
  }),
});

export type BookingView = Static<typeof BookingView>;
export type SnapshotBooking = Static<typeof SnapshotBooking>;
export type TransitionView = Static<typeof TransitionView>;
export type Position = Static<typeof Position>;
export type DriverView = Static<typeof DriverView>;
export type ConnectionView = Static<typeof ConnectionView>;
export type TokenView = Static<typeof TokenView>;
export type EventView = Static<typeof EventView>;
export type StatsView = Static<typeof StatsView>;
