import type { Verdict } from '../fleet/fleet.ts';

/** What `stats.dropped` counts: everything that was refused, left out, or ended by a limit. */
export type DropReason =
  | 'address_connections'
  | 'auth_failed'
  | 'auth_timeout'
  | 'backlog'
  | 'coalesced'
  | 'connect_rate'
  | 'heartbeat_timeout'
  | 'http_body_too_large'
  | 'http_rate_limited'
  | 'idle'
  | 'internal'
  | 'locked_out'
  | 'malformed'
  | 'overloaded'
  | 'payload_too_large'
  | `position_${Exclude<Verdict, 'accept'>}`
  | 'protocol_violation'
  | 'rate_limited'
  | 'slow_consumer'
  | 'slow_handshake'
  | 'too_many_connections'
  | 'too_many_fragments'
  | 'too_many_rooms'
  | 'too_many_sessions'
  | 'track_point';
