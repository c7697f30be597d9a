/** RFC 6455 §7.4.1: the connection broke without a close frame. */
export const ABNORMAL_CLOSURE = 1006;

/** What the daemon announced before it closes. */
export interface Farewell {
  readonly code: number;
  readonly reason: string;
  readonly reconnect: boolean;
  readonly retryAfterMs: number | undefined;
}

/**
 * Times are monotonic milliseconds. `dueAtMs` is when the state wants to hear `due`; `failures`
 * counts attempts and short sessions that ended since a session last was stable.
 */
export type ConnectionState =
  | { readonly name: 'opening'; readonly failures: number; readonly dueAtMs: number }
  | {
      readonly name: 'authenticating';
      readonly failures: number;
      readonly dueAtMs: number;
      readonly farewell: Farewell | null;
    }
  | {
      /** `stale`: nothing has come for so long that what is shown may be old. */
      readonly name: 'live' | 'stale';
      readonly failures: number;
      readonly sinceMs: number;
      readonly heartbeatMs: number;
      readonly dueAtMs: number;
      readonly farewell: Farewell | null;
    }
  | {
      readonly name: 'offline';
      readonly failures: number;
      readonly dueAtMs: number;
      readonly code: number;
      readonly reason: string;
    }
  | {
      readonly name: 'refused';
      readonly failures: number;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly name: 'closed'; readonly failures: number };

export type Session = Extract<ConnectionState, { name: 'live' | 'stale' }>;

export type ConnectionEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'authenticated'; readonly heartbeatMs: number }
  /** A frame came while `stale`; in other states nobody needs to know. */
  | { readonly type: 'received' }
  | { readonly type: 'announced'; readonly farewell: Farewell }
  /** The socket closed or never opened. `canRenewToken`: another token can be asked for. */
  | {
      readonly type: 'lost';
      readonly code: number;
      readonly reason: string;
      readonly canRenewToken: boolean;
    }
  | { readonly type: 'due' }
  /** The network is back, the page is visible again, or the machine slept. */
  | { readonly type: 'woken' }
  /** It may be dead: the system has no network, or something was not answered. */
  | { readonly type: 'doubted' }
  /** This side wants a fresh connection. */
  | { readonly type: 'resync'; readonly reason: string }
  | { readonly type: 'close' };

/** `drop` gives the socket up; `hang_up` closes it politely. */
export type ConnectionEffect = 'open' | 'authenticate' | 'probe' | 'drop' | 'hang_up';
