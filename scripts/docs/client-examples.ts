import type { AnyClientMessage, ClientMessageOf } from '../../src/protocol/index.ts';

type Examples = {
  readonly [Name in AnyClientMessage['type']]: ClientMessageOf<Name>;
};

/** One of each message that a client may send; the generator holds them against the schemas. */
export const CLIENT_EXAMPLES: Examples = {
  auth: {
    type: 'auth',
    token: 'rt_…',
    device: 'app-4f2a',
    attempt: 3,
    acks: true,
    resume: { epoch: '01J9Z6', seq: 41 },
  },
  ping: { type: 'ping' },
  pong: { type: 'pong' },
  ack: { type: 'ack', seq: 42 },
  request_booking: {
    type: 'request_booking',
    id: 'x7-1',
    pickup_location: 'Public market',
    dropoff_location: 'Barangay hall',
    pickup: { latitude: 14.6042, longitude: 121.0009 },
  },
  assign_driver: {
    type: 'assign_driver',
    id: 'x7-2',
    booking_id: 501,
    driver_id: 7,
    timeout_ms: 45_000,
  },
  driver_response: {
    type: 'driver_response',
    id: 'x7-3',
    booking_id: 501,
    response: 'accepted',
  },
  status_update: { type: 'status_update', id: 'x7-4', booking_id: 501, status: 'on_way' },
  location_update: {
    type: 'location_update',
    latitude: 14.6042,
    longitude: 121.0009,
    heading: 92,
    speed: 6.4,
    accuracy: 8,
    timestamp: 1_767_225_600_000,
  },
  location_batch: {
    type: 'location_batch',
    id: 'x7-5',
    points: [
      { latitude: 14.6042, longitude: 121.0009, timestamp: 1_767_225_600_000 },
      { latitude: 14.6044, longitude: 121.0012, timestamp: 1_767_225_605_000 },
    ],
  },
  rate_booking: {
    type: 'rate_booking',
    id: 'x7-6',
    booking_id: 501,
    rating: 5,
    comment: 'On time.',
  },
  notify: {
    type: 'notify',
    id: 'x7-7',
    role: 'rider',
    user_id: 9,
    event: 'voucher',
    data: { percent: 10 },
  },
  join_room: { type: 'join_room', id: 'x7-8', room: 'fleet', bbox: [120.9, 14.5, 121.1, 14.7] },
  leave_room: { type: 'leave_room', id: 'x7-9', room: 'fleet' },
};
