import type { FastifyRequest } from 'fastify';
import { OPERATOR_ID, type Refusal, type UserKey } from '../../protocol/index.ts';
import type { AuthFailures } from '../gateway/auth-failures.ts';
import type { Log, Services } from '../services.ts';
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
  /** Writes repeated lines only now and then: bad tokens come in swarms. */
  readonly log: Log;
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
  door.log.warn({ address: request.ip, code: answer.refusal.code }, 'authentication failed');
  return door.operator ? answer : lockOut(answer, request.ip, services, door);
}

/** Only bad tokens come here, so a good one from the same address is never locked out. */
function lockOut(
  answer: CallerAnswer,
  address: string,
  { wallClock }: Services,
  { failures }: Door,
): CallerAnswer {
  const retryAfterMs = failures.record(address, wallClock.monotonic());
  if (retryAfterMs <= 0) return answer;
  const message = 'too many bad tokens from this address';
  return { ok: false, refusal: { code: 'locked_out', message, retryAfterMs } };
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
