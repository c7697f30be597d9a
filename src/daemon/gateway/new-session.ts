import { randomUUID } from 'node:crypto';
import type { Identity } from '../tokens/token-service.ts';
import type { AuthMessage } from './authenticate.ts';
import type { Connection } from './connection.ts';
import type { Parts } from './parts.ts';
import { Session } from './session.ts';
import { SlidingWindow } from './sliding-window.ts';
import { TokenBucket } from './token-bucket.ts';

/** The session that an `auth` message asks for, with nothing counted against it yet. */
export function newSession(
  parts: Parts,
  connection: Connection,
  message: AuthMessage,
  identity: Identity,
): Session {
  const nowMs = parts.wallClock.monotonic();
  return new Session(connection, {
    id: randomUUID(),
    identity,
    // Whoever watches one booking has no device: many may do so with the same token.
    device: identity.bookingId === null ? (message.device ?? null) : null,
    attempt: message.attempt ?? null,
    acks: message.acks === true,
    client: clientName(message),
    meters: {
      command: new SlidingWindow(),
      position: new TokenBucket(nowMs),
      free: new TokenBucket(nowMs),
      refusal: new SlidingWindow(),
    },
  });
}

function clientName({ client }: AuthMessage): string | null {
  const name = [client?.name, client?.version].join(' ').trim();
  return name === '' ? null : name;
}
