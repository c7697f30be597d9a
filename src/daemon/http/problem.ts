import type { FastifyReply } from 'fastify';
import { ERRORS, type Refusal } from '../../protocol/index.ts';

/** RFC 9457. `code` is the wire's, so that one catalogue explains both. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: Refusal['code'];
  readonly details?: Refusal['details'];
  readonly retry_after_ms?: number;
}

function problemOf(refusal: Refusal): Problem {
  const { code, message, details, retryAfterMs } = refusal;
  return {
    type: `urn:routa:error:${code}`,
    title: ERRORS[code].meaning,
    status: ERRORS[code].status,
    detail: message,
    code,
    ...(details === undefined ? {} : { details }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
  };
}

export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (refusal.retryAfterMs !== undefined) {
    reply.header('retry-after', Math.max(1, Math.ceil(refusal.retryAfterMs / 1_000)));
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
