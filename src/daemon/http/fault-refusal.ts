import type { Refusal } from '../../protocol/index.ts';
import { refuseFault } from '../dispatcher/refuse-fault.ts';
import type { Services } from '../services.ts';
import { InputError } from './input-error.ts';

/** What fastify refuses by itself, in the words of the protocol. */
const FRAMEWORK_REFUSALS: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'invalid_json', message: 'the body is empty' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'invalid_json', message: 'the body is not valid JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'invalid_json',
    message: 'the body is not as long as Content-Length says',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'payload_too_large',
    message: 'the body is larger than limits.http_body_bytes_max',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'invalid_message',
    message: 'send JSON, with `Content-Type: application/json`',
  },
  FST_ERR_BAD_URL: { code: 'not_found', message: 'the path is not a valid one' },
};

/** Turns whatever was thrown into a refusal; a fault of ours is logged under a reference. */
export function faultRefusal(
  error: unknown,
  services: Pick<Services, 'log' | 'clock' | 'counters'>,
): Refusal {
  if (error instanceof InputError) return error.refusal;
  const known = FRAMEWORK_REFUSALS[codeOf(error)];
  if (known === undefined) return refuseFault(error, services).refusal;
  if (known.code === 'payload_too_large') services.counters.drop('http_body_too_large');
  return known;
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
