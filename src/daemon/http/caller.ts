import type { FastifyRequest } from 'fastify';
import { formatUser, OPERATOR_ID, type Refusal, type UserKey } from '../../protocol/index.ts';
import { clientAddress } from '../peers/client-address.ts';
import type { Services } from '../services.ts';
import { bearerOfHeader } from '../tokens/bearer-header.ts';
import type { Identity } from '../tokens/token-service.ts';
import type { HttpAppOptions } from './http-app-options.ts';
import type { RequestRates } from './request-rates.ts';

export type CallerAnswer =
  | { readonly ok: true; readonly user: UserKey }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Door extends Omit<HttpAppOptions, 'isReady'> {
  readonly rates: RequestRates;
}

/** Who calls: an admin by their token, or the operator by the socket they came through. */
export async function identifyCaller(
  request: FastifyRequest,
  services: Services,
  door: Door,
): Promise<CallerAnswer> {
  const token = bearerOfHeader(request.headers.authorization);
  if (token === null) {
    if (door.operator) return { ok: true, user: { role: 'admin', userId: OPERATOR_ID } };
    return refuse('not_authenticated', 'send `Authorization: Bearer` with the token of an admin');
  }
  const answer = await services.tokens.authenticate(token);
  if (answer.ok) return admit(answer.identity, door, services);
  if (door.operator) return answer;
  // Only bad tokens come here, so a good one from the same address is never locked out.
  const address = clientAddress(request, services.config.trustedProxies);
  return { ok: false, refusal: door.countBadToken(address, answer.refusal) };
}

function admit(identity: Identity, door: Door, { bus }: Services): CallerAnswer {
  const { user, tokenHash, bookingId } = identity;
  if (user.role !== 'admin' || bookingId !== null) {
    const text = `${formatUser(user)} asked the API, which is for admins`;
    bus.publish('security', { kind: 'auth.refused', level: 'warn', text, user });
    return refuse('not_allowed', `the API is for admins; this token is for a ${user.role}`);
  }
  const refusal = door.operator || tokenHash === null ? null : door.rates.take(tokenHash);
  return refusal === null ? { ok: true, user } : { ok: false, refusal };
}

function refuse(code: Refusal['code'], message: string): CallerAnswer {
  return { ok: false, refusal: { code, message } };
}
