import type { Static, TObject, TProperties } from 'typebox';
import * as Type from 'typebox';
import {
  BookingStatus,
  DriverCard,
  Id,
  placeFields,
  positionFields,
  RequestId,
  Roles,
  Seq,
  Time,
  Version,
} from './common.ts';
import {
  BookingView,
  DriverView,
  EventView,
  Position,
  SnapshotBooking,
  StatsView,
} from './views.ts';

interface ServerMessage<Schema extends TObject> {
  readonly schema: Schema;
  readonly to: string;
  /** Stored, numbered per user, and sent again until acknowledged. */
  readonly durable: boolean;
  readonly summary: string;
}

type Envelope<Name extends string, Fields extends TProperties> = TObject<
  { type: Type.TLiteral<Name> } & Fields
>;

function declare<Name extends string, Fields extends TProperties>(
  name: Name,
  fields: Fields,
  traits: { readonly to: string; readonly durable?: boolean; readonly summary: string },
): ServerMessage<Envelope<Name, Fields>> {
  const schema = Type.Object({ type: Type.Literal(name), ...fields });
  return { schema: schema as unknown as Envelope<Name, Fields>, durable: false, ...traits };
}

/** `seq` where it is a durable delivery; `replayed` on what waited in the offline queue. */
const streamFields = {
  seq: Type.Optional(Seq),
  replayed: Type.Optional(Type.Literal(true)),
} satisfies TProperties;

/** Where the room has a state, its first page or the next one. */
const roomState = {
  bookings: Type.Optional(Type.Array(BookingView)),
  drivers: Type.Optional(Type.Array(DriverView)),
  positions: Type.Optional(Type.Array(Position)),
  events: Type.Optional(Type.Array(EventView)),
  stats: Type.Optional(StatsView),
} satisfies TProperties;

const ReportPolicy = Type.Object({
  interval_ms: Type.Number(),
  distance_m: Type.Number(),
});

/** The assignment that waits for this driver's answer; where one resumes no snapshot tells it. */
const OpenOffer = Type.Object({ booking_id: Id, version: Version, expires_at: Time });

export const SERVER_MESSAGES = {
  authenticated: declare(
    'authenticated',
    {
      user_id: Id,
      role: Roles,
      name: Type.Optional(Type.String()),
      session: Type.String(),
      epoch: Type.String(),
      from: Seq,
      seq: Seq,
      resumed: Type.Boolean(),
      server_time: Time,
      limits: Type.Object({
        payload_bytes: Type.Integer(),
        batch_points: Type.Integer(),
        commands_per_minute: Type.Number(),
        positions_per_second: Type.Number(),
      }),
      heartbeat_ms: Type.Number(),
      report: Type.Optional(ReportPolicy),
      offer: Type.Optional(OpenOffer),
      expires_at: Type.Optional(Time),
    },
    { to: 'everybody', summary: 'The session is open; durable messages follow from `from` + 1.' },
  ),
  snapshot: declare(
    'snapshot',
    { bookings: Type.Array(SnapshotBooking), positions: Type.Array(Position) },
    { to: 'driver, rider', summary: 'The present state, when nothing was resumed.' },
  ),
  driver_assigned: declare(
    'driver_assigned',
    {
      booking_id: Id,
      rider_id: Id,
      ...placeFields,
      version: Version,
      expires_at: Time,
      ...streamFields,
    },
    { to: 'driver', durable: true, summary: 'A booking is offered to this driver.' },
  ),
  status_update: declare(
    'status_update',
    {
      booking_id: Id,
      status: BookingStatus,
      message: Type.Optional(Type.String()),
      reason: Type.Optional(Type.String()),
      timestamp: Time,
      version: Version,
      by: Type.String(),
      driver: Type.Optional(DriverCard),
      // To admins, with `assigned`: a dispatcher counts down to the end of the offer.
      expires_at: Type.Optional(Time),
      ...streamFields,
    },
    {
      to: 'rider and driver concerned (durable); admins in `bookings`, `booking:ID` (live)',
      durable: true,
      summary: 'A booking has changed.',
    },
  ),
  notification: declare(
    'notification',
    { event: Type.String(), data: Type.Unknown(), ...streamFields },
    { to: 'user', durable: true, summary: "A message of the web site's own." },
  ),
  location_update: declare(
    'location_update',
    { booking_id: Id, ...positionFields },
    { to: "the booking's rider, admins in `booking:ID`", summary: 'Where the driver is.' },
  ),
  fleet_update: declare(
    'fleet_update',
    {
      drivers: Type.Array(DriverView),
      gone: Type.Optional(
        Type.Array(Id, { description: 'drivers who do not exist any more; take them off the map' }),
      ),
    },
    { to: 'admins in `fleet`', summary: 'The drivers that changed since the last one.' },
  ),
  booking: declare(
    'booking',
    { booking: BookingView },
    { to: 'admins in `bookings`', summary: 'A booking that is new to the room.' },
  ),
  event: declare(
    'event',
    { event: EventView },
    { to: 'admins in `events`', summary: 'One line of the live log.' },
  ),
  stats: declare(
    'stats',
    { stats: StatsView },
    { to: 'admins in `stats`', summary: "The daemon's figures, once a second." },
  ),
  report: declare(
    'report',
    { interval_ms: Type.Number(), distance_m: Type.Number() },
    { to: 'driver', summary: 'How often to send positions from now on.' },
  ),
  room_joined: declare(
    'room_joined',
    { room: Type.String(), more: Type.Boolean(), ...roomState },
    { to: 'admin', summary: "The room's present state, in pages of at most 500." },
  ),
  room_left: declare(
    'room_left',
    { room: Type.String() },
    { to: 'admin', summary: 'The room is no longer watched.' },
  ),
  ping: declare(
    'ping',
    { server_time: Type.Optional(Time) },
    {
      to: 'everybody',
      summary: 'Any frame in answer proves life.',
    },
  ),
  pong: declare(
    'pong',
    { server_time: Type.Optional(Time) },
    {
      to: 'everybody',
      summary: 'Answers `ping`.',
    },
  ),
  ack: declare(
    'ack',
    { id: RequestId, result: Type.Optional(Type.Unknown()) },
    { to: 'everybody', summary: 'The command with this `id` is done, and durable.' },
  ),
  error: declare(
    'error',
    {
      id: Type.Optional(RequestId),
      code: Type.String(),
      message: Type.String(),
      temporary: Type.Boolean(),
      retry_after_ms: Type.Optional(Type.Integer()),
      details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    },
    { to: 'everybody', summary: 'A refusal.' },
  ),
  disconnect: declare(
    'disconnect',
    {
      code: Type.Integer(),
      reason: Type.String(),
      reconnect: Type.Boolean(),
      retry_after_ms: Type.Optional(
        Type.Integer({
          description:
            'with 4000 a window: come back at a random moment within it; else the least to wait',
        }),
      ),
    },
    { to: 'everybody', summary: 'The daemon is about to close this connection.' },
  ),
} as const;

export type ServerMessageType = keyof typeof SERVER_MESSAGES;
export type ServerMessageOf<Name extends ServerMessageType> = Static<
  (typeof SERVER_MESSAGES)[Name]['schema']
>;
export type AnyServerMessage = {
  [Name in ServerMessageType]: ServerMessageOf<Name>;
}[ServerMessageType];
/** The three that are numbered in a user's stream. */
export type DurableMessage =
  | ServerMessageOf<'driver_assigned'>
  | ServerMessageOf<'status_update'>
  | ServerMessageOf<'notification'>;
