import { randomUUID } from 'node:crypto';
import type { Identity } from '../tokens/token-service.ts';
import type { AuthMessage } from './authenticate.ts';
import type { Connection } from './connection.ts';
import { LiveSession } from './live-session.ts';
import type { Parts } from './parts.ts';
import { TokenBucket } from './token-bucket.ts';

/** Messages over a rate that are refused before persistence closes the connection. */
const REFUSALS_PER_SECOND = 1;
const REFUSALS_BURST = 100;

/** The session that an `auth` message asks for, with the rates of its role. */
export function newSession(
  parts: Parts,
  connection: Connection,
  message: AuthMessage,
  identity: Identity,
): LiveSession {
  const { limits, speedup } = parts.config;
  const nowMs = parts.wallClock.monotonic();
  const perMinute =
    identity.user.role === 'admin' ? limits.adminCommandsPerMinute : limits.commandsPerMinute;
  return new LiveSession(connection, {
    id: randomUUID(),
    identity,
    // Whoever watches one booking has no device: many may do so with the same token.
    device: identity.bookingId === null ? (message.device ?? null) : null,
    attempt: message.attempt ?? null,
    acks: message.acks === true,
    client: clientName(message),
    commandBucket: new TokenBucket(perMinute / 60, perMinute, nowMs),
    // Reporting intervals shrink with a scaled clock, so the rate they may come at grows with it.
    positionBucket: new TokenBucket(
      limits.positionsPerSecond * speedup,
      limits.positionsBurst * speedup,
      nowMs,
    ),
    refusalBucket: new TokenBucket(REFUSALS_PER_SECOND, REFUSALS_BURST, nowMs),
  });
}

function clientName({ client }: AuthMessage): string | null {
  const name = [client?.name, client?.version].join(' ').trim();
  return name === '' ? null : name;
}
