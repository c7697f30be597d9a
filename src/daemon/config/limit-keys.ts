import type { DropReason } from '../stats/drop-reason.ts';
import { integer } from './key.ts';

/** Nothing sensible lies beyond; it keeps a slip of the finger from disabling a limit. */
const COUNT_MAX = 10_000_000;
const BYTES_MAX = 1_073_741_824;
const TIME_MS_MAX = 86_400_000;

const count = (fallback: number, help: string, counted?: DropReason) =>
  integer(fallback, { min: 1, max: COUNT_MAX, help, ...(counted && { counted }) });
const bytes = (fallback: number, help: string, counted?: DropReason) =>
  integer(fallback, {
    min: 1_024,
    max: BYTES_MAX,
    unit: 'bytes',
    help,
    ...(counted && { counted }),
  });
const time = (fallback: number, help: string, counted?: DropReason) =>
  integer(fallback, { min: 10, max: TIME_MS_MAX, unit: 'ms', help, ...(counted && { counted }) });
const rate = (fallback: number, unit: string, help: string, counted?: DropReason) =>
  integer(fallback, { min: 1, max: COUNT_MAX, unit, help, ...(counted && { counted }) });

/** Every limit of the daemon; each help says what happens beyond it. */
export const LIMIT_KEYS = {
  payloadBytesMax: integer(65_536, {
    min: 1_024,
    max: 16_777_216,
    unit: 'bytes',
    help: 'Largest message from a client. Beyond: `payload_too_large`, then closed 1009.',
    counted: 'payload_too_large',
  }),
  fragmentsMax: count(
    256,
    'Frames that one message may come in. Beyond: closed 1008.',
    'too_many_fragments',
  ),
  backlogBytesMax: bytes(
    262_144,
    'What a client may send while its token is checked. Beyond: closed 4006.',
    'backlog',
  ),
  connectionsMax: count(
    20_000,
    'Open connections in all. Further ones are closed 4006, or before the upgrade if there are ' +
      'many more.',
    'too_many_connections',
  ),
  connectionsPerAddressMax: count(
    5_000,
    'Open connections from one address (carrier NAT!). Further ones are closed 4006, or before ' +
      'the upgrade if there are many more.',
    'address_connections',
  ),
  connectsPerSecond: rate(
    500,
    'connections/s',
    'New connections a second from one address. Those beyond the burst are answered 503 with ' +
      'Retry-After instead of the upgrade.',
    'connect_rate',
  ),
  connectsBurst: count(
    2_000,
    'New connections at once before `connects_per_second` holds.',
    'connect_rate',
  ),
  handshakeTimeoutMs: time(
    10_000,
    'Time for the head of a request, an upgrade too, from the first moment on. Longer: cut off.',
    'slow_handshake',
  ),
  authTimeoutMs: time(10_000, 'Time to authenticate. Too late: closed 4008.', 'auth_timeout'),
  authFailuresMax: count(
    20,
    'Bad tokens from one address before further bad ones are `locked_out`; good ones never are.',
    'locked_out',
  ),
  authLockoutMs: time(60_000, 'How long bad tokens from such an address are locked out.'),
  sessionsPerUserMax: count(
    50,
    'Open sessions of one user. Further ones are closed 4006.',
    'too_many_sessions',
  ),
  commandsPerMinute: rate(
    100,
    'commands/min',
    'Commands of one connection in any 60 s. Beyond: `rate_limited`, on persistence closed 4005.',
    'rate_limited',
  ),
  adminCommandsPerMinute: rate(
    1_000,
    'commands/min',
    "The same for an admin's connection. Beyond: `rate_limited`, on persistence closed 4005.",
    'rate_limited',
  ),
  positionsPerSecond: rate(
    2,
    'positions/s',
    "A driver's positions. Beyond the burst: `rate_limited`, on persistence closed 4005.",
    'rate_limited',
  ),
  positionsBurst: count(
    10,
    'Positions at once before `positions_per_second` holds.',
    'rate_limited',
  ),
  keepalivesPerSecond: rate(
    100,
    'messages/s',
    '`ping`, `pong` and `ack` of one connection, which are no commands, and its Ping and Pong ' +
      'frames. Beyond the burst: `rate_limited`, on persistence closed 4005; for frames at once.',
    'rate_limited',
  ),
  keepalivesBurst: count(
    2_000,
    'The same at once before `keepalives_per_second` holds.',
    'rate_limited',
  ),
  refusalsPerMinute: rate(
    100,
    'messages/min',
    'Messages over a rate that are only refused. Beyond, which is persistence: closed 4005.',
    'rate_limited',
  ),
  protocolErrorsMax: count(
    20,
    'So many malformed messages within `protocol_errors_window_ms`: closed 4506.',
    'protocol_violation',
  ),
  protocolErrorsWindowMs: time(5_000, 'Time over which malformed messages are counted.'),
  faultsMax: count(
    10,
    'So many faults of the daemon itself (`internal`) within `faults_window_ms`: the connection ' +
      'that met them is closed 4003. So many that belong to no connection: the daemon ends, for ' +
      'its supervisor to start it anew.',
    'internal',
  ),
  faultsWindowMs: time(60_000, 'Time over which faults are counted.'),
  idleTimeoutMs: time(600_000, 'Time without a message either way. Longer: closed 4007.', 'idle'),
  heartbeatMs: time(
    25_000,
    'Time between pings. No answer until the next but one: closed 4002.',
    'heartbeat_timeout',
  ),
  outgoingBytesHigh: bytes(
    65_536,
    'Bytes that wait for a client from which on only the newest live position is kept.',
    'coalesced',
  ),
  outgoingBytesMax: bytes(
    1_048_576,
    'Bytes that may wait for a client. Beyond: closed 4001; the stream keeps what lasts.',
    'slow_consumer',
  ),
  outgoingStallMs: time(
    10_000,
    'Time in which a slow client must take something. Longer: closed 4001.',
    'slow_consumer',
  ),
  closeTimeoutMs: time(
    5_000,
    'Time for a client that was closed to read what waits for it and to answer. Longer: cut off.',
  ),
  roomsPerConnectionMax: count(
    64,
    'Rooms of one connection. Further ones: `conflict`.',
    'too_many_rooms',
  ),
  commandsQueuedMax: count(
    10_000,
    'Commands that wait for a commit. Further ones: `overloaded`.',
    'overloaded',
  ),
  commandsWaitMs: time(
    2_000,
    'Time for a command to be committed. Where one waits longer, or one more would: `overloaded`.',
    'overloaded',
  ),
  resumePageMax: count(
    300,
    'Durable messages read at once for one session, about 64 KiB of them at most; the rest ' +
      'follows in further pages.',
  ),
  httpPerSecond: rate(
    100,
    'requests/s',
    'HTTP requests of one token in any second. Beyond: 429 with Retry-After.',
    'http_rate_limited',
  ),
  httpBodyBytesMax: bytes(1_048_576, 'Largest HTTP body. Beyond: 413.', 'http_body_too_large'),
};
