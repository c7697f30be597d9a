import type { AnyServerMessage, ServerMessageOf } from '../../src/protocol/index.ts';

type Examples = {
  readonly [Name in AnyServerMessage['type']]: ServerMessageOf<Name>;
};

const AT = 1_767_225_600_000;
const PLACES = { pickup_location: 'Public market', dropoff_location: 'Barangay hall' };
const DRIVER = { driver_id: 7, name: 'Ramon D.', vehicle: 'TR-7' };
const BOOKING = { booking_id: 501, rider_id: 9, ...PLACES };

/** One of each message that the daemon sends; the generator holds them against the schemas. */
export const SERVER_EXAMPLES: Examples = {
  authenticated: {
    type: 'authenticated',
    user_id: 7,
    role: 'driver',
    name: 'Ramon D.',
    session: '5f0c2a1e-7a2e-4c50-9df2-9f6a0a4c6d11',
    epoch: '01J9Z6',
    from: 41,
    seq: 43,
    resumed: true,
    server_time: AT,
    limits: {
      payload_bytes: 65_536,
      batch_points: 100,
      commands_per_minute: 100,
      positions_per_second: 2,
    },
    heartbeat_ms: 25_000,
    report: { interval_ms: 5_000, distance_m: 15 },
  },
  snapshot: {
    type: 'snapshot',
    bookings: [{ ...BOOKING, version: 2, status: 'assigned', expires_at: AT + 45_000 }],
    positions: [],
  },
  driver_assigned: {
    type: 'driver_assigned',
    ...BOOKING,
    version: 2,
    expires_at: AT + 45_000,
    seq: 42,
  },
  status_update: {
    type: 'status_update',
    booking_id: 501,
    status: 'accepted',
    timestamp: AT,
    version: 3,
    by: 'driver',
    driver: DRIVER,
    seq: 12,
  },
  notification: { type: 'notification', event: 'voucher', data: { percent: 10 }, seq: 13 },
  location_update: {
    type: 'location_update',
    booking_id: 501,
    latitude: 14.6042,
    longitude: 121.0009,
    heading: 92,
    speed: 6.4,
    timestamp: AT,
  },
  fleet_update: {
    type: 'fleet_update',
    drivers: [
      {
        driver_id: 7,
        online: true,
        state: 'busy',
        booking_id: 501,
        latitude: 14.6042,
        longitude: 121.0009,
        timestamp: AT,
        received_at: AT + 120,
      },
    ],
  },
  booking: {
    type: 'booking',
    booking: {
      ...BOOKING,
      status: 'pending',
      version: 1,
      round: 0,
      requested_at: AT,
      updated_at: AT,
    },
  },
  event: {
    type: 'event',
    event: {
      at: AT,
      kind: 'booking.accepted',
      level: 'info',
      text: 'booking 501 accepted by driver:7',
      user: 'driver:7',
      booking_id: 501,
    },
  },
  stats: {
    type: 'stats',
    stats: {
      at: AT,
      version: '0.1.0',
      uptime_s: 3_600,
      connections: { admin: 1, driver: 50, rider: 20, total: 71 },
      messages: { in_per_s: 26, out_per_s: 31 },
      bytes: { in_per_s: 4_180, out_per_s: 6_020 },
      latency_ms: { command: { p50: 2.1, p99: 6.4, max: 9 }, position: null },
      bookings: { pending: 1, started: 12 },
      dropped: {},
      store: { queued: 0, commit_ms: 1.8 },
      process: { rss_bytes: 96_000_000, cpu_percent: 4, loop_delay_ms: 0.4 },
    },
  },
  report: { type: 'report', interval_ms: 5_000, distance_m: 15 },
  room_joined: { type: 'room_joined', room: 'fleet', more: false, drivers: [] },
  room_left: { type: 'room_left', room: 'fleet' },
  ping: { type: 'ping', server_time: AT },
  pong: { type: 'pong', server_time: AT },
  ack: {
    type: 'ack',
    id: 'x7-2',
    result: { booking_id: 501, status: 'assigned', version: 2, online: true },
  },
  error: {
    type: 'error',
    id: 'x7-4',
    code: 'illegal_transition',
    message: 'Booking 501 is assigned; the next step is one of accepted, declined.',
    temporary: false,
    details: { status: 'assigned', next: ['accepted', 'declined'] },
  },
  disconnect: {
    type: 'disconnect',
    code: 4000,
    reason: 'The daemon is stopping.',
    reconnect: true,
    retry_after_ms: 1_400,
  },
};
