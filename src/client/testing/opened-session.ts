import type { Session } from '../client-events.ts';

/** What a daemon says when a driver's first session opens. */
export function openedSession(fields: Partial<Session> = {}): Session {
  return {
    type: 'authenticated',
    user_id: 7,
    role: 'driver',
    session: 's1',
    epoch: 'e1',
    from: 0,
    seq: 0,
    resumed: false,
    server_time: 1_750_000_000_000,
    limits: {
      payload_bytes: 65_536,
      batch_points: 100,
      commands_per_minute: 100,
      positions_per_second: 2,
    },
    heartbeat_ms: 25_000,
    ...fields,
  };
}
