/**
 * WebSocket close codes (RFC 6455 §7.4.2 leaves 4000–4999 to applications).
 * 4000–4499: the client should come back. 4500–4999: it should not. 1009 is the standard's own.
 */

interface CloseEntry {
  readonly code: number;
  readonly meaning: string;
}

export const CLOSES = {
  shutdown: { code: 4000, meaning: 'The daemon is stopping.' },
  slow_consumer: { code: 4001, meaning: 'The client reads too slowly; resume.' },
  heartbeat_timeout: { code: 4002, meaning: 'No answer to the heartbeat.' },
  resync: { code: 4003, meaning: 'Connect again to get a fresh state.' },
  token_expired: { code: 4004, meaning: 'The token of the live session expired; get a new one.' },
  rate_limited: { code: 4005, meaning: 'Over a rate limit for too long.' },
  overloaded: { code: 4006, meaning: 'Too many connections or sessions.' },
  idle: { code: 4007, meaning: 'No message either way for too long.' },
  auth_timeout: { code: 4008, meaning: 'No `auth` in time.' },
  payload_too_large: { code: 1009, meaning: 'A frame was larger than the limit.' },
  invalid_token: { code: 4500, meaning: 'The token is invalid or has expired.' },
  token_revoked: { code: 4501, meaning: 'The token was revoked.' },
  not_allowed: { code: 4502, meaning: 'The session may not go on.' },
  origin_not_allowed: { code: 4503, meaning: 'This web origin is not on the list.' },
  replaced: { code: 4505, meaning: 'A newer session of the same device took over.' },
  protocol_violation: { code: 4506, meaning: 'Too many malformed messages.' },
} as const satisfies Record<string, CloseEntry>;

export type CloseReason = keyof typeof CLOSES;

/** Whether a client that was closed with this code should connect again. */
export function shouldReconnect(code: number): boolean {
  return code < 4500 || code > 4999;
}
