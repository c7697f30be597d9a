import { isErrorCode, isTemporary } from '../../protocol/index.ts';
import { ClientError } from '../client-error.ts';
import type { HttpReply } from './http-exchange.ts';

/** The JSON of an answer; throws what a problem document (RFC 9457) says. */
export function readAnswer({ status, text }: HttpReply): unknown {
  const value = parse(status, text);
  if (status < 300) return value;
  if (!isProblem(value)) throw notOurs(status);
  throw new ClientError(value.code, value.detail ?? value.title ?? `HTTP ${status}`, {
    temporary: isErrorCode(value.code) ? isTemporary(value.code) : status >= 500,
    details: value.details,
    retryAfterMs: value.retry_after_ms,
  });
}

interface Problem {
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retry_after_ms?: number;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function parse(status: number, text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw notOurs(status);
  }
}

/** A proxy in between, or another program on that port. */
function notOurs(status: number): ClientError {
  const text = `what answered (HTTP ${status}) is not the API of routa`;
  return new ClientError('invalid_answer', text, { temporary: status >= 500 });
}
