import { integer } from './key.ts';

/** Nothing sensible lies beyond; it keeps a slip of the finger from disabling a limit. */
const COUNT_MAX = 10_000_000;
const BYTES_MAX = 1_073_741_824;
const TIME_MS_MAX = 86_400_000;

const count = (fallback: number, help: string) =>
  integer(fallback, { min: 1, max: COUNT_MAX, help });
const bytes = (fallback: number, help: string) =>
  integer(fallback, { min: 1_024, max: BYTES_MAX, unit: 'bytes', help });
const time = (fallback: number, help: string) =>
  integer(fallback, { min: 10, max: TIME_MS_MAX, unit: 'ms', help });
const rate = (fallback: number, unit: string, help: string) =>
  integer(fallback, { min: 1, max: COUNT_MAX, unit, help });

/** Every limit of the daemon; each help says what happens beyond it. */
export const LIMIT_KEYS = {
  payloadBytesMax: integer(65_536, {
    min: 1_024,
    max: 16_777_216,
    unit: 'bytes',
    help: 'Largest frame from a client. Beyond: `payload_too_large`, then closed 1009.',
  }),
  connectionsMax: count(20_000, 'Open connections in all. Further ones are closed 4006.'),
  connectionsPerAddressMax: count(
    5_000,
    'Open connections from one address (carrier NAT!). Further ones are closed 4006.',
  ),
  connectsPerSecond: rate(
    500,
    'connections/s',
    'New connections a second from one address. Those beyond the burst are answered 503 with ' +
      'Retry-After instead of the upgrade.',
  ),
  connectsBurst: count(2_000, 'New connections at once before `connects_per_second` holds.'),
  sessionsPerUserMax: count(50, 'Open sessions of one user. Further ones are closed 4006.'),
  commandsPerMinute: rate(
    100,
    'commands/min',
    'Commands of one connection. Beyond: `rate_limited`, on persistence closed 4005.',
  ),
  adminCommandsPerMinute: rate(
    1_000,
    'commands/min',
    "The same for an admin's connection. Beyond: `rate_limited`, on persistence closed 4005.",
  ),
  positionsPerSecond: rate(
    2,
    'positions/s',
    "A driver's positions. Beyond the burst: `rate_limited`, on persistence closed 4005.",
  ),
  positionsBurst: count(10, 'Positions at once before `positions_per_second` holds.'),
  authTimeoutMs: time(10_000, 'Time to authenticate. Too late: closed 4008.'),
  idleTimeoutMs: time(600_000, 'Time without a message either way. Longer: closed 4007.'),
  heartbeatMs: time(25_000, 'Time between pings. No answer until the next but one: closed 4002.'),
  outgoingBytesHigh: bytes(
    65_536,
    'Bytes that wait for a client from which on only the newest live position is kept.',
  ),
  outgoingBytesMax: bytes(
    1_048_576,
    'Bytes that may wait for a client. Beyond: closed 4001; the stream keeps what lasts.',
  ),
  outgoingStallMs: time(
    10_000,
    'Time in which a slow client must take something. Longer: closed 4001.',
  ),
  closeTimeoutMs: time(
    5_000,
    'Time for a client that was closed to read what waits for it and to answer. Longer: cut off.',
  ),
  protocolErrorsMax: count(
    20,
    'So many malformed messages within `protocol_errors_window_ms`: closed 4506.',
  ),
  protocolErrorsWindowMs: time(5_000, 'Time over which malformed messages are counted.'),
  roomsPerConnectionMax: count(64, 'Rooms of one connection. Further ones: `conflict`.'),
  commandsQueuedMax: count(10_000, 'Commands that wait for a commit. Further ones: `overloaded`.'),
  commandsWaitMs: time(
    2_000,
    'Time for a command to be committed. Where one waits longer, or one more would: `overloaded`.',
  ),
  resumePageMax: count(
    300,
    'Durable messages read at once for one session, about 64 KiB of them at most; the rest ' +
      'follows in further pages.',
  ),
  httpPerSecond: rate(
    100,
    'requests/s',
    'HTTP requests of one token. Beyond: 429 with Retry-After.',
  ),
  httpBodyBytesMax: bytes(1_048_576, 'Largest HTTP body. Beyond: 413.'),
  authFailuresMax: count(
    20,
    'Bad tokens from one address before further bad ones are `locked_out`; good ones never are.',
  ),
  authLockoutMs: time(60_000, 'How long bad tokens from such an address are locked out.'),
};
