import type { Refusal } from '../../protocol/index.ts';
import type { Failure } from './auth-failures.ts';
import type { Parts } from './parts.ts';
import type { Peer } from './socket.ts';

/** Takes note of a failed authentication; answers what the client is told. */
export function countBadToken(
  parts: Pick<Parts, 'counters' | 'bus' | 'authFailures' | 'wallClock'>,
  { address }: Pick<Peer, 'address'>,
  refusal: Refusal,
): Refusal {
  parts.counters.drop('auth_failed');
  const failure = parts.authFailures.record(address, parts.wallClock.monotonic());
  note(parts, address, refusal, failure);
  const { lockedMs } = failure;
  if (lockedMs <= 0) return refusal;
  parts.counters.drop('locked_out');
  const message = 'too many bad tokens from this address';
  return { code: 'locked_out', message, retryAfterMs: Math.ceil(lockedMs) };
}

/** Of an address that is locked out nothing more is told: its swarm would hide all others. */
function note(
  { bus }: Pick<Parts, 'bus'>,
  address: string,
  { code }: Refusal,
  { lockedMs, isLast }: Failure,
): void {
  const fields = { address, code };
  if (lockedMs <= 0) {
    const text = `a bad token from ${address}`;
    bus.publish('security', { kind: 'auth.failed', level: 'warn', text, fields });
  } else if (isLast) {
    const text = `too many bad tokens from ${address}`;
    bus.publish('security', { kind: 'auth.locked_out', level: 'warn', text, fields });
  }
}
