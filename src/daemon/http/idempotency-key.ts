import type { FastifyRequest } from 'fastify';
import { formatUser, PROTOCOL_LIMITS, type UserKey } from '../../protocol/index.ts';
import { commandHash } from '../commands/command-hash.ts';
import type { IdempotencyKey } from '../store/store.ts';
import { InputError } from './input-error.ts';

/** The content that a key stands for is the operation with its path and body. */
export function idempotencyKey(
  operation: string,
  request: FastifyRequest,
  user: UserKey,
): IdempotencyKey | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const { requestIdLengthMax } = PROTOCOL_LIMITS;
  if (typeof header !== 'string' || header === '' || header.length > requestIdLengthMax) {
    const message = `Idempotency-Key: must have 1 to ${requestIdLengthMax} characters`;
    throw new InputError(message, '/Idempotency-Key');
  }
  const { params, body } = request;
  return {
    scope: `http/${formatUser(user)}`,
    id: header,
    hash: commandHash({ operation, params, body }),
  };
}
