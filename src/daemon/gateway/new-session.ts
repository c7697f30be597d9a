import { randomUUID } from 'node:crypto';
import type { Role } from '../../protocol/index.ts';
import type { Config, Limits } from '../config/config.ts';
import type { Identity } from '../tokens/token-service.ts';
import type { AuthMessage } from './authenticate.ts';
import type { Connection } from './connection.ts';
import { type Buckets, LiveSession } from './live-session.ts';
import type { Parts } from './parts.ts';
import { TokenBucket } from './token-bucket.ts';

/** Pings, pongs and acks are not counted as commands; this only keeps one client from flooding. */
const FREE_PER_SECOND = 100;
const FREE_BURST = 2_000;
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
  const nowMs = parts.wallClock.monotonic();
  return new LiveSession(connection, {
    id: randomUUID(),
    identity,
    // Whoever watches one booking has no device: many may do so with the same token.
    device: identity.bookingId === null ? (message.device ?? null) : null,
    attempt: message.attempt ?? null,
    acks: message.acks === true,
    client: clientName(message),
    buckets: newBuckets(parts.config, identity.user.role, nowMs),
    refusalBucket: new TokenBucket(REFUSALS_PER_SECOND, REFUSALS_BURST, nowMs),
  });
}

/** On a scaled clock everything happens more often by the wall, so rates grow with it. */
function newBuckets({ limits, speedup }: Config, role: Role, nowMs: number): Buckets {
  const bucket = (perSecond: number, burst: number) =>
    new TokenBucket(perSecond * speedup, burst * speedup, nowMs);
  const perMinute = commandsPerMinute(limits, role);
  return {
    command: bucket(perMinute / 60, perMinute),
    position: bucket(limits.positionsPerSecond, limits.positionsBurst),
    free: bucket(FREE_PER_SECOND, FREE_BURST),
  };
}

/** Dispatchers work for many at once. */
export function commandsPerMinute(limits: Limits, role: Role): number {
  return role === 'admin' ? limits.adminCommandsPerMinute : limits.commandsPerMinute;
}

function clientName({ client }: AuthMessage): string | null {
  const name = [client?.name, client?.version].join(' ').trim();
  return name === '' ? null : name;
}
