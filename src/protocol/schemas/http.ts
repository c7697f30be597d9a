import type { Static, TObject, TSchema } from 'typebox';
import * as Type from 'typebox';
import type { ErrorCode } from '../errors.ts';
import { PROTOCOL_LIMITS as LIMITS } from '../limits.ts';
import { CLIENT_MESSAGES } from './client-messages.ts';
import { BookingStatus, Id, placeFields, Roles, Seq, Time, Version } from './common.ts';
import {
  BookingView,
  ConnectionView,
  DriverView,
  StatsView,
  TokenView,
  TransitionView,
} from './views.ts';

/**
 * The HTTP API, declared once: what each operation takes, answers and refuses. The daemon's routes,
 * the OpenAPI document, `docs/http-api.md` and the types of callers come from this table.
 */

export interface Operation<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
  Answer extends TSchema = TSchema,
> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With parameters in braces, as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  readonly status: 200 | 201;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly answer: Answer;
  /** `Idempotency-Key` is honoured. */
  readonly keyed: boolean;
  /** Only on the operator's socket: no token of an admin is enough. */
  readonly operatorOnly: boolean;
  /** Beside those that every operation may have. */
  readonly refusals: readonly ErrorCode[];
}

const NOTHING = Type.Object({});
const NO_BODY = Type.Undefined();

function declare<
  Answer extends TSchema,
  Params extends TObject = typeof NOTHING,
  Query extends TObject = typeof NOTHING,
  Body extends TSchema = typeof NO_BODY,
>(
  request: `${Operation['method']} /${string}`,
  summary: string,
  traits: {
    readonly answer: Answer;
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly status?: 200 | 201;
    readonly keyed?: boolean;
    readonly operatorOnly?: boolean;
    readonly refusals?: readonly ErrorCode[];
  },
): Operation<Params, Query, Body, Answer> {
  const [method, path] = request.split(' ') as [Operation['method'], string];
  const absent = { params: NOTHING, query: NOTHING, body: NO_BODY } as unknown as {
    readonly params: Params;
    readonly query: Query;
    readonly body: Body;
  };
  return {
    method,
    path,
    summary,
    status: 200,
    keyed: false,
    operatorOnly: false,
    refusals: [],
    ...absent,
    ...traits,
  };
}

const booking = Type.Object({ booking_id: Id });

const BookingRequest = Type.Object({
  booking_id: Type.Optional(Id),
  rider_id: Id,
  ...placeFields,
});

/** What became of a command. `online`: whether a session of the user it reached is open now. */
const BookingAnswer = Type.Object({
  booking_id: Id,
  status: BookingStatus,
  version: Version,
  online: Type.Optional(
    Type.Boolean({ description: 'of the driver who is asked, else of the rider who is told' }),
  ),
});

const TokenRequest = Type.Object({
  role: Roles,
  user_id: Id,
  name: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.nameLengthMax })),
  vehicle: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.vehicleLengthMax })),
  phone: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.phoneLengthMax })),
  ttl_ms: Type.Optional(
    Type.Union(
      [Type.Integer({ minimum: LIMITS.tokenTtlMsMin, maximum: LIMITS.tokenTtlMsMax }), Type.Null()],
      {
        description: 'null: never expires; absent: the configured default',
      },
    ),
  ),
  booking_id: Type.Optional(Id),
});

const IssuedToken = Type.Object({
  role: Roles,
  user_id: Id,
  token: Type.String({ description: 'shown once: only its SHA-256 is stored' }),
  expires_at: Type.Union([Time, Type.Null()]),
});

/** Of a token that the web site has signed. */
const Jti = Type.String({
  minLength: 1,
  maxLength: 255,
  description: "of a JWT of the web site's; with role and user_id",
});

const tokenFilter = {
  token_id: Type.Optional(
    Type.String({ pattern: '^[0-9a-f]{8,64}$', description: 'start of the SHA-256' }),
  ),
  role: Type.Optional(Roles),
  user_id: Type.Optional(Id),
  user_id_prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' })),
};

const sessionFilter = {
  session: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  role: Type.Optional(Roles),
  user_id: Type.Optional(Id),
};

const DriverNearby = Type.Object({
  ...DriverView.properties,
  distance_m: Type.Optional(Type.Number({ description: 'only with `near`' })),
});

const ConfigValue = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.Array(Type.String()),
]);
const ConfigChanges = Type.Array(
  Type.Object({
    key: Type.String({ description: 'as in `routa.toml`, with its table: `limits.heartbeat_ms`' }),
    from: ConfigValue,
    to: ConfigValue,
  }),
);

export const OPERATIONS = {
  createBooking: declare('POST /bookings', 'Requests a booking for a rider.', {
    body: BookingRequest,
    answer: BookingAnswer,
    status: 201,
    keyed: true,
    refusals: ['conflict'],
  }),
  listBookings: declare('GET /bookings', 'Bookings, newest first.', {
    query: Type.Object({
      status: Type.Optional(Type.Array(BookingStatus, { description: 'separated by commas' })),
      open: Type.Optional(Type.Boolean({ description: 'true: only those that are not final' })),
      driver_id: Type.Optional(Id),
      rider_id: Type.Optional(Id),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
      after: Type.Optional(Id),
    }),
    answer: Type.Object({
      bookings: Type.Array(BookingView),
      after: Type.Optional(Id),
    }),
  }),
  getBooking: declare('GET /bookings/{booking_id}', 'One booking.', {
    params: booking,
    answer: BookingView,
    refusals: ['not_found'],
  }),
  assignDriver: declare(
    'POST /bookings/{booking_id}/assign',
    'Offers a booking to a driver; creates it if rider and places are given.',
    {
      params: booking,
      body: Type.Omit(CLIENT_MESSAGES.assign_driver.schema, ['type', 'id', 'booking_id']),
      answer: BookingAnswer,
      keyed: true,
      refusals: ['not_found', 'conflict', 'illegal_transition'],
    },
  ),
  setStatus: declare(
    'POST /bookings/{booking_id}/status',
    'Moves a booking on, takes it back (`pending`) or cancels it.',
    {
      params: booking,
      body: Type.Omit(CLIENT_MESSAGES.status_update.schema, ['type', 'id', 'booking_id']),
      answer: BookingAnswer,
      keyed: true,
      refusals: ['not_found', 'conflict', 'illegal_transition'],
    },
  ),
  listTransitions: declare('GET /bookings/{booking_id}/events', 'The log of a booking.', {
    params: booking,
    answer: Type.Object({ events: Type.Array(TransitionView) }),
    refusals: ['not_found'],
  }),
  notify: declare('POST /notifications', 'Sends a durable message of your own to one user.', {
    body: Type.Omit(CLIENT_MESSAGES.notify.schema, ['type', 'id']),
    answer: Type.Object({
      seq: Seq,
      online: Type.Boolean({ description: 'whether a session of that user is open now' }),
    }),
    status: 201,
    keyed: true,
    refusals: ['payload_too_large'],
  }),
  issueTokens: declare('POST /tokens', 'Issues one token, or up to 1000 at once.', {
    body: Type.Union([
      Type.Object({ tokens: Type.Array(TokenRequest, { minItems: 1, maxItems: 1_000 }) }),
      TokenRequest,
    ]),
    answer: Type.Object({ tokens: Type.Array(IssuedToken) }),
    status: 201,
  }),
  listTokens: declare('GET /tokens', 'Tokens, never with their secret.', {
    query: Type.Object({
      ...tokenFilter,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000 })),
    }),
    answer: Type.Object({ tokens: Type.Array(TokenView) }),
  }),
  revokeTokens: declare(
    'DELETE /tokens',
    'Revokes tokens and ends their sessions: by token_id, role and user_id, or user_id_prefix.',
    {
      query: Type.Object({ ...tokenFilter, jti: Type.Optional(Jti) }),
      answer: Type.Object({ revoked: Type.Integer() }),
    },
  ),
  pruneTokens: declare('POST /tokens/prune', 'Deletes tokens that expired or were revoked.', {
    body: Type.Object({
      ended_before: Type.Optional(
        Type.Number({ description: 'Unix milliseconds, at most and by default now' }),
      ),
    }),
    answer: Type.Object({ pruned: Type.Integer() }),
  }),
  listDrivers: declare('GET /drivers', 'Drivers with their last position.', {
    query: Type.Object({
      near: Type.Optional(
        Type.String({
          pattern: '^-?[0-9]{1,2}(?:[.][0-9]+)?,-?[0-9]{1,3}(?:[.][0-9]+)?$',
          description: 'latitude,longitude: nearest first',
        }),
      ),
      radius_m: Type.Optional(Type.Number({ minimum: 1, maximum: 100_000, default: 2_000 })),
    }),
    answer: Type.Object({ drivers: Type.Array(DriverNearby) }),
  }),
  getDriver: declare('GET /drivers/{driver_id}', 'One driver.', {
    params: Type.Object({ driver_id: Id }),
    answer: DriverView,
    refusals: ['not_found'],
  }),
  listConnections: declare('GET /connections', 'Open sessions.', {
    query: Type.Object(sessionFilter),
    answer: Type.Object({ connections: Type.Array(ConnectionView) }),
  }),
  closeConnections: declare(
    'DELETE /connections',
    'Closes sessions, by session or by role and user_id.',
    {
      query: Type.Object({
        ...sessionFilter,
        reconnect: Type.Optional(
          Type.Boolean({ default: false, description: 'true: they may come back (4003)' }),
        ),
      }),
      answer: Type.Object({ closed: Type.Integer() }),
    },
  ),
  getStats: declare('GET /stats', "The daemon's figures.", { answer: StatsView }),
  reloadDaemon: declare(
    'POST /daemon/reload',
    'Reads the configuration again, and takes over what can change while the daemon runs.',
    {
      body: Type.Object({}),
      answer: Type.Object({ changed: ConfigChanges, needs_restart: ConfigChanges }),
      operatorOnly: true,
    },
  ),
  stopDaemon: declare(
    'POST /daemon/stop',
    'Begins to stop: clients are told to come back, and the process ends once they have left.',
    {
      body: Type.Object({
        at_once: Type.Optional(
          Type.Boolean({ default: false, description: 'true: everybody is told now' }),
        ),
      }),
      answer: Type.Object({
        pid: Type.Integer({ description: 'of the process that ends' }),
        connections: Type.Integer({ description: 'to be closed' }),
        window_ms: Type.Integer({ description: 'over which they are closed, at most' }),
      }),
      operatorOnly: true,
    },
  ),
  eraseSimulation: declare(
    'DELETE /simulations/{run}',
    'Erases the users of a simulation, `sim-<run>-…`, with all that is theirs.',
    {
      params: Type.Object({ run: Type.String({ pattern: '^[a-z0-9]{1,32}$' }) }),
      answer: Type.Object({
        revoked: Type.Integer({ description: 'tokens still valid till now' }),
      }),
    },
  ),
} as const;

export type OperationName = keyof typeof OPERATIONS;
/** What an operation takes: path parameters, query and body, checked and converted. */
export interface OperationRequest<Name extends OperationName> {
  readonly params: Static<(typeof OPERATIONS)[Name]['params']>;
  readonly query: Static<(typeof OPERATIONS)[Name]['query']>;
  readonly body: Static<(typeof OPERATIONS)[Name]['body']>;
}
export type OperationAnswer<Name extends OperationName> = Static<
  (typeof OPERATIONS)[Name]['answer']
>;
