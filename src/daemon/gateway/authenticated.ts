import { PROTOCOL_LIMITS, type ServerMessageOf, toWireId } from '../../protocol/index.ts';
import { reportFor } from '../fleet/reporting.ts';
import type { LiveSession } from './live-session.ts';
import type { Parts } from './parts.ts';

/** The answer to `auth`: who you are, where your stream stands, and what you may do. */
export function authenticated(
  parts: Parts,
  session: LiveSession,
  from: number,
  newestSeq: number,
  resumed: boolean,
): ServerMessageOf<'authenticated'> {
  const { limits, speedup } = parts.config;
  const { user, identity } = session;
  return {
    type: 'authenticated',
    user_id: toWireId(user.userId),
    role: user.role,
    ...(identity.name !== null && { name: identity.name }),
    session: session.id,
    epoch: parts.store.epoch,
    from,
    seq: newestSeq,
    resumed,
    server_time: parts.clock.now(),
    limits: {
      payload_bytes: limits.payloadBytesMax,
      batch_points: PROTOCOL_LIMITS.batchPointsMax,
      commands_per_minute:
        user.role === 'admin' ? limits.adminCommandsPerMinute : limits.commandsPerMinute,
      positions_per_second: limits.positionsPerSecond * speedup,
    },
    heartbeat_ms: limits.heartbeatMs,
    ...(user.role === 'driver' && {
      report: reportFor(parts.fleet.tripOf(user.userId)?.status ?? null, speedup),
    }),
    ...(identity.expiresAt !== null && { expires_at: identity.expiresAt }),
  };
}
