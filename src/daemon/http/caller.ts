import type { FastifyRequest } from 'fastify';
import { OPERATOR_ID, type Refusal, type UserKey } from '../../protocol/index.ts';
import type { AuthFailures } from '../gateway/auth-failures.ts';
import type { Services } from '../services.ts';
import type { Identity } from '../tokens/token-service.ts';
import type { RequestRates } from './request-rates.ts';

export type CallerAnswer =
  | { readonly ok: true; readonly user: UserKey }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Door {
  /** The operator's own socket: whoever can open it is the operator. */
  readonly operator: boolean;
  readonly failures: AuthFailures;
  readonly rates: RequestRates;
}

/** Who calls: an admin by their token, or the operator by the socket they came through. */
export async function identifyCaller(
  request: FastifyRequest,
  services: Services,
  door: Door,
): Promise<CallerAnswer> {
  const token = bearerOf(request.headers.authorization);
  if (token === null) {
    if (door.operator) return { ok: true, user: { role: 'admin', userId: OPERATOR_ID } };
    return refuse('not_authenticated', 'send `Authorization: Bearer` with the token of an admin');
  }
  const answer = await services.tokens.authenticate(token);
  if (answer.ok) return admit(answer.identity, door);
  const nowMs = services.wallClock.monotonic();
  const lockedMs = door.failures.record(request.ip, nowMs);
  if (lockedMs <= 0) return answer;
  const message = 'too many bad tokens from this address';
  return { ok: false, refusal: { code: 'locked_out', message, retryAfterMs: lockedMs } };
}

function admit(identity: Identity, door: Door): CallerAnswer {
  const { user, tokenHash, bookingId } = identity;
  if (user.role !== 'admin' || bookingId !== null) {
    return refuse('not_allowed', `the API is for admins; this token is for a ${user.role}`);
  }
  const refusal = door.operator || tokenHash === null ? null : door.rates.take(tokenHash);
  return refusal === null ? { ok: true, user } : { ok: false, refusal };
}

function bearerOf(header: string | undefined): string | null {
  return /^Bearer +([^ ]+) *$/i.exec(header ?? '')?.[1] ?? null;
}

function refuse(code: Refusal['code'], message: string): CallerAnswer {
  return { ok: false, refusal: { code, message } };
}
