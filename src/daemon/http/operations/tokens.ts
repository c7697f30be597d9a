import { formatUser, fromWireId, toWireId } from '../../../protocol/index.ts';
import type { TokenFilter } from '../../store/store.ts';
import type { IssuedToken, TokenRequest } from '../../tokens/token-service.ts';
import { tokenView } from '../../tokens/token-view.ts';
import { noteOperation } from '../note-operation.ts';
import { answer, type OperationCall, type OperationHandler, refuse } from '../operation.ts';

const PAGE = 1_000;
/** Users that are named where many get a token. */
const NAMED_MAX = 3;

type Body = OperationCall<'issueTokens'>['body'];
type Draft = Extract<Body, { readonly tokens: unknown }>['tokens'][number];

export const issueTokens: OperationHandler<'issueTokens'> = async ({ services, user, body }) => {
  const drafts = 'tokens' in body ? body.tokens : [body];
  const issued = await services.tokens.issue(drafts.map(requestOf));
  if (!issued.ok) return issued;
  const count = issued.tokens.length;
  const whose = issued.tokens.slice(0, NAMED_MAX).map(formatUser).join(', ');
  const more = count > NAMED_MAX ? ', …' : '';
  noteOperation({ services, user }, 'token.issued', `issued tokens to ${whose}${more}`, { count });
  return answer({ tokens: issued.tokens.map(issuedView) });
};

function requestOf(draft: Draft): TokenRequest {
  return {
    role: draft.role,
    userId: fromWireId(draft.user_id),
    name: draft.name,
    vehicle: draft.vehicle,
    phone: draft.phone,
    bookingId: draft.booking_id === undefined ? undefined : fromWireId(draft.booking_id),
    ttlMs: draft.ttl_ms,
  };
}

function issuedView({ role, userId, token, expiresAt }: IssuedToken) {
  return { role, user_id: toWireId(userId), token, expires_at: expiresAt };
}

export const listTokens: OperationHandler<'listTokens'> = async ({ services, query }) => {
  const records = await services.tokens.list({ ...filterOf(query), limit: query.limit ?? PAGE });
  const nowMs = services.clock.now();
  return answer({ tokens: records.map((record) => tokenView(record, nowMs)) });
};

export const revokeTokens: OperationHandler<'revokeTokens'> = async ({ services, user, query }) => {
  const isNamed =
    query.token_id !== undefined ||
    query.user_id_prefix !== undefined ||
    (query.role !== undefined && query.user_id !== undefined);
  if (!isNamed) {
    const message = 'query: say whose, by token_id, role and user_id, or user_id_prefix';
    return refuse('invalid_message', message, { path: '/token_id' });
  }
  const { jti } = query;
  if (jti !== undefined && (query.role === undefined || query.user_id === undefined)) {
    const message = 'query: a jti is of one user; say whose by role and user_id';
    return refuse('invalid_message', message, { path: '/jti' });
  }
  const filter = { ...filterOf(query), ...(jti === undefined ? {} : { jti }) };
  const revoked = (await services.tokens.revoke(filter)).length;
  const fields = { ...query, revoked };
  noteOperation({ services, user }, 'operator.revoked', `revoked ${revoked} tokens`, fields);
  return answer({ revoked });
};

function filterOf(query: OperationCall<'listTokens'>['query']): TokenFilter {
  const { token_id, role, user_id, user_id_prefix } = query;
  return {
    ...(token_id === undefined ? {} : { tokenId: token_id }),
    ...(role === undefined ? {} : { role }),
    ...(user_id === undefined ? {} : { userId: fromWireId(user_id) }),
    ...(user_id_prefix === undefined ? {} : { userIdPrefix: user_id_prefix }),
  };
}

export const pruneTokens: OperationHandler<'pruneTokens'> = async ({ services, user, body }) => {
  const pruned = await services.tokens.prune(body.ended_before);
  const fields = { pruned };
  noteOperation({ services, user }, 'operator.pruned', `pruned ${pruned} tokens`, fields);
  return answer({ pruned });
};
