import type { Refusal } from '../../protocol/index.ts';

/** What a request said is not what its operation takes; fastify wants this as an error. */
export class InputError extends Error {
  readonly refusal: Refusal;

  constructor(message: string, path: string) {
    super(message);
    this.name = 'InputError';
    this.refusal = { code: 'invalid_message', message, details: { path } };
  }
}
