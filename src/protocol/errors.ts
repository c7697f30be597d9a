/** Every error code of the wire and of the HTTP API, declared once. */

interface ErrorEntry {
  /** HTTP status of the same refusal in the API. */
  readonly status: number;
  /** True when the same request may succeed later without any change. */
  readonly temporary: boolean;
  readonly meaning: string;
}

const entry = (status: number, temporary: boolean, meaning: string): ErrorEntry => ({
  status,
  temporary,
  meaning,
});

export const ERRORS = {
  invalid_json: entry(400, false, 'The frame or body is not one JSON object.'),
  invalid_message: entry(400, false, 'A field is missing or wrong; `details.path` names it.'),
  unknown_type: entry(400, false, 'No message has this `type`.'),
  unsupported_frame: entry(400, false, 'Binary frames are not part of the protocol.'),
  not_authenticated: entry(401, false, 'Send `auth` first, or an Authorization header.'),
  invalid_token: entry(401, false, 'The token is unknown or malformed.'),
  token_expired: entry(401, false, 'The token has expired; ask the web site for a new one.'),
  token_revoked: entry(401, false, 'The token was revoked.'),
  not_allowed: entry(403, false, 'This role may never do this.'),
  not_found: entry(404, false, 'It does not exist, or not for you.'),
  conflict: entry(409, false, 'It contradicts what is already so; `details` says what.'),
  illegal_transition: entry(409, false, '`details.next` lists the steps that are legal now.'),
  id_reused: entry(422, false, 'The same `id` or Idempotency-Key came with other content.'),
  payload_too_large: entry(413, false, 'The message is larger than the limit.'),
  rate_limited: entry(429, true, 'Too many messages; wait `retry_after_ms`.'),
  locked_out: entry(429, true, 'Too many failed tokens from this address; wait.'),
  overloaded: entry(503, true, 'The daemon has more to do than it may queue; wait.'),
  unavailable: entry(503, true, 'Nothing can be stored now, as where the disk is full; wait.'),
  shutting_down: entry(503, true, 'The daemon is stopping; come back after it.'),
  internal: entry(500, true, 'A fault of the daemon; its log has the `reference`.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal as a value: what the wire's `error` and the API's problem document both carry. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

export function isTemporary(code: ErrorCode): boolean {
  return ERRORS[code].temporary;
}
