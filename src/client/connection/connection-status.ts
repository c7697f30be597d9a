import type { Clock } from '../../clock/index.ts';
import { assertNever } from '../../protocol/assert-never.ts';
import type { ConnectionState } from './connection-state.ts';

/** The connection as a user interface shows it. Times are Unix milliseconds. */
export interface ConnectionStatus {
  /**
   * `stale`: connected, but nothing has come for so long that what is shown may be old.
   * `offline`: waits for the next attempt. `refused`: the daemon does not want this client back.
   */
  readonly state: 'connecting' | 'live' | 'stale' | 'offline' | 'refused' | 'closed';
  /** Which attempt in a row this is, or was when `offline`. */
  readonly attempt: number;
  readonly nextRetryAt?: number;
  /** A sentence for people. */
  readonly reason?: string;
  /** The close code of RFC 6455 or of the protocol; 1006 when the connection broke. */
  readonly code?: number;
  readonly since: number;
}

export function describeState(state: ConnectionState, clock: Clock): ConnectionStatus {
  const since = clock.now();
  const attempt = state.failures + 1;
  switch (state.name) {
    case 'opening':
    case 'authenticating':
      return { state: 'connecting', attempt, since };
    case 'live':
    case 'stale':
      return { state: state.name, attempt, since };
    case 'offline': {
      const { code, reason, failures } = state;
      const nextRetryAt = Math.round(since + state.dueAtMs - clock.monotonic());
      return { state: 'offline', attempt: failures, nextRetryAt, reason, code, since };
    }
    case 'refused':
      return {
        state: 'refused',
        attempt: state.failures,
        reason: state.reason,
        code: state.code,
        since,
      };
    case 'closed':
      return { state: 'closed', attempt: state.failures, since };
    default:
      return assertNever(state);
  }
}
