import type { Booking } from '../../core/index.ts';
import {
  type AnyServerMessage,
  PROTOCOL_LIMITS,
  type ServerMessageOf,
  toWireId,
  type WireId,
} from '../../protocol/index.ts';
import { reportFor } from '../fleet/reporting.ts';
import type { Parts } from './parts.ts';
import { commandsPerMinute } from './rate-of.ts';
import type { Session } from './session.ts';

/** Where the client stands in its user's stream. */
interface Position {
  readonly from: number;
  readonly newestSeq: number;
  readonly resumed: boolean;
  /** What waits for a driver's answer, where no snapshot tells it. */
  readonly offer?: Booking | null;
}

/** The answer to `auth`, and the `ack` of its `id` if it has one. */
export function greet(
  parts: Parts,
  session: Session,
  id: WireId | undefined,
  position: Position,
): readonly AnyServerMessage[] {
  const greeting = authenticated(parts, session, position);
  return id === undefined ? [greeting] : [greeting, { type: 'ack', id }];
}

/** Who you are, where your stream stands, and what you may do. */
function authenticated(
  parts: Parts,
  session: Session,
  { from, newestSeq, resumed, offer = null }: Position,
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
      commands_per_minute: commandsPerMinute(limits, user.role) * speedup,
      positions_per_second: limits.positionsPerSecond * speedup,
    },
    heartbeat_ms: limits.heartbeatMs,
    ...(user.role === 'driver' && {
      report: reportFor(parts.fleet.statusOf(user.userId), speedup),
    }),
    ...(offer?.expiresAt != null && {
      offer: {
        booking_id: toWireId(offer.bookingId),
        version: offer.version,
        expires_at: offer.expiresAt,
      },
    }),
    ...(identity.expiresAt !== null && { expires_at: identity.expiresAt }),
  };
}
