import type { Static, TObject, TProperties } from 'typebox';
import * as Type from 'typebox';
import type { Role } from '../ids.ts';
import { PROTOCOL_LIMITS as LIMITS } from '../limits.ts';
import {
  BookingStatus,
  Fix,
  fixFields,
  Id,
  Place,
  Point,
  placeFields,
  Reason,
  RequestId,
  Roles,
  Seq,
  Text,
} from './common.ts';

/** What a client may send: schema, who may send it, and how the daemon treats it. */
interface ClientMessage<Schema extends TObject> {
  readonly schema: Schema;
  readonly roles: readonly Role[];
  /** `command`: counted against the command rate. `position`: against the position rate. */
  readonly rate: 'command' | 'position' | 'free';
  /** Remembered: the same `id` again gets the first answer again (24 h). */
  readonly remembered: boolean;
  readonly summary: string;
}

type Envelope<Name extends string, Fields extends TProperties> = TObject<
  { type: Type.TLiteral<Name>; id: Type.TOptional<typeof RequestId> } & Fields
>;

interface Traits {
  readonly roles: readonly Role[];
  readonly rate?: 'command' | 'position' | 'free';
  readonly remembered?: boolean;
  readonly summary: string;
}

function declare<Name extends string, Fields extends TProperties>(
  name: Name,
  fields: Fields,
  traits: Traits,
): ClientMessage<Envelope<Name, Fields>> {
  const head = { type: Type.Literal(name), id: Type.Optional(RequestId) };
  return {
    schema: Type.Object({ ...head, ...fields }) as unknown as Envelope<Name, Fields>,
    rate: 'command',
    remembered: false,
    ...traits,
  };
}

const EVERYBODY: readonly Role[] = ['admin', 'driver', 'rider'];
const Room = Type.String({
  pattern: '^(?:fleet|bookings|stats|events|booking:[A-Za-z0-9_.-]{1,64})$',
});
const Bbox = Type.Array(Type.Number(), {
  minItems: 4,
  maxItems: 4,
  description: '[west, south, east, north] in degrees, as in RFC 7946; west > east crosses ±180°',
});

export const CLIENT_MESSAGES = {
  auth: declare(
    'auth',
    {
      // Of any length: what cannot be a token is a bad one, and ends the connection as such.
      token: Type.Optional(Type.String()),
      user_id: Type.Optional(Id),
      role: Type.Optional(Roles),
      resume: Type.Optional(Type.Object({ epoch: Type.String({ maxLength: 64 }), seq: Seq })),
      acks: Type.Optional(
        Type.Boolean({ description: 'true: this client sends `ack`; else its Pong frames do' }),
      ),
      device: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: LIMITS.deviceLengthMax,
          description: 'one client instance: a tab, an app; its newest session replaces the others',
        }),
      ),
      attempt: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'grows with each connection of that device',
        }),
      ),
      client: Type.Optional(
        Type.Object({
          name: Type.Optional(Type.String({ maxLength: 64 })),
          version: Type.Optional(Type.String({ maxLength: 32 })),
        }),
      ),
    },
    { roles: EVERYBODY, summary: 'Opens the session, or refreshes its token.' },
  ),
  ping: declare('ping', {}, { roles: EVERYBODY, rate: 'free', summary: 'Answered by `pong`.' }),
  pong: declare('pong', {}, { roles: EVERYBODY, rate: 'free', summary: 'Answers `ping`.' }),
  ack: declare(
    'ack',
    { seq: Seq },
    { roles: EVERYBODY, rate: 'free', summary: 'All durable messages up to `seq` are processed.' },
  ),
  request_booking: declare(
    'request_booking',
    {
      booking_id: Type.Optional(Id),
      rider_id: Type.Optional(Id),
      ...placeFields,
    },
    { roles: ['rider', 'admin'], remembered: true, summary: 'Asks for a tricycle.' },
  ),
  assign_driver: declare(
    'assign_driver',
    {
      booking_id: Id,
      driver_id: Id,
      rider_id: Type.Optional(Id),
      pickup_location: Type.Optional(Place),
      dropoff_location: Type.Optional(Place),
      pickup: Type.Optional(Point),
      dropoff: Type.Optional(Point),
      note: Type.Optional(Text),
      timeout_ms: Type.Optional(
        Type.Number({ minimum: LIMITS.assignTimeoutMsMin, maximum: LIMITS.assignTimeoutMsMax }),
      ),
      force: Type.Optional(Type.Boolean()),
    },
    {
      roles: ['admin'],
      remembered: true,
      summary: 'Offers a booking to a driver; creates it if rider and places are given.',
    },
  ),
  driver_response: declare(
    'driver_response',
    {
      booking_id: Id,
      response: Type.Union([Type.Literal('accepted'), Type.Literal('declined')]),
      reason: Type.Optional(Reason),
    },
    { roles: ['driver'], remembered: true, summary: 'Answers an assignment.' },
  ),
  status_update: declare(
    'status_update',
    {
      booking_id: Id,
      status: BookingStatus,
      message: Type.Optional(Text),
      reason: Type.Optional(Reason),
    },
    { roles: EVERYBODY, remembered: true, summary: 'Asks for the next status of a booking.' },
  ),
  location_update: declare('location_update', fixFields, {
    roles: ['driver'],
    rate: 'position',
    summary: 'Where the driver is now.',
  }),
  location_batch: declare(
    'location_batch',
    { points: Type.Array(Fix, { minItems: 1, maxItems: LIMITS.batchPointsMax }) },
    { roles: ['driver'], remembered: true, summary: 'What was buffered while offline.' },
  ),
  rate_booking: declare(
    'rate_booking',
    {
      booking_id: Id,
      rating: Type.Integer({ minimum: 1, maximum: 5 }),
      comment: Type.Optional(Text),
    },
    { roles: ['rider'], remembered: true, summary: 'Rates a completed trip, once.' },
  ),
  notify: declare(
    'notify',
    {
      user_id: Id,
      role: Roles,
      event: Type.String({ minLength: 1, maxLength: 64 }),
      data: Type.Optional(Type.Unknown()),
    },
    { roles: ['admin'], remembered: true, summary: "A durable message of the site's own." },
  ),
  join_room: declare(
    'join_room',
    { room: Room, bbox: Type.Optional(Bbox) },
    { roles: ['admin'], summary: 'Watches a room; `bbox` narrows `fleet`.' },
  ),
  leave_room: declare(
    'leave_room',
    { room: Room },
    { roles: ['admin'], summary: 'Stops watching a room.' },
  ),
} as const;

export type ClientMessageType = keyof typeof CLIENT_MESSAGES;
/** One client message, or with a name just that one: `ClientMessageOf<'assign_driver'>`. */
export type ClientMessageOf<Name extends ClientMessageType> = Static<
  (typeof CLIENT_MESSAGES)[Name]['schema']
>;
export type AnyClientMessage = {
  [Name in ClientMessageType]: ClientMessageOf<Name>;
}[ClientMessageType];
