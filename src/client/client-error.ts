import type { CloseReason, ErrorCode, ServerMessageOf } from '../protocol/index.ts';

/** Codes of this library's own, beside those of the protocol. */
export type LocalErrorCode =
  /** No answer in time; whether the command was carried out is unknown. */
  | 'timeout'
  /** The client was closed while the command waited. */
  | 'closed'
  /** Nobody listens at the address. */
  | 'unreachable'
  /** Too much waits already; see `ClientLimits`. */
  | 'queue_full'
  /** What answered does not speak this protocol. */
  | 'invalid_answer'
  /** The address is no address. */
  | 'invalid_url'
  /** The API has no operation of that name. */
  | 'unknown_operation';

/** A daemon that is newer than this library may use codes that it does not know. */
export type ClientErrorCode =
  | ErrorCode
  | CloseReason
  | LocalErrorCode
  | (string & Record<never, never>);

export interface ClientErrorTraits {
  readonly temporary?: boolean | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Everything that this library rejects with. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  /** True when the same request may succeed later without any change. */
  readonly temporary: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;

  constructor(code: ClientErrorCode, message: string, traits: ClientErrorTraits = {}) {
    super(message, traits.cause === undefined ? undefined : { cause: traits.cause });
    this.name = 'ClientError';
    this.code = code;
    this.temporary = traits.temporary ?? false;
    this.details = traits.details ?? {};
    this.retryAfterMs = traits.retryAfterMs;
  }
}

export function fromWireError(error: ServerMessageOf<'error'>): ClientError {
  return new ClientError(error.code, error.message, {
    temporary: error.temporary,
    details: error.details,
    retryAfterMs: error.retry_after_ms,
  });
}
