import type { Refusal } from '../../protocol/index.ts';
import type { Parts } from './parts.ts';
import type { Peer } from './socket.ts';

/** Takes note of a failed authentication; answers what the client is told. */
export function countBadToken(
  parts: Pick<Parts, 'counters' | 'limitedLog' | 'authFailures' | 'wallClock'>,
  { address }: Pick<Peer, 'address'>,
  refusal: Refusal,
): Refusal {
  parts.counters.drop('auth_failed');
  parts.limitedLog.warn({ address, code: refusal.code }, 'authentication failed');
  const lockedMs = parts.authFailures.record(address, parts.wallClock.monotonic());
  if (lockedMs <= 0) return refusal;
  parts.counters.drop('locked_out');
  const message = 'too many bad tokens from this address';
  return { code: 'locked_out', message, retryAfterMs: Math.ceil(lockedMs) };
}
