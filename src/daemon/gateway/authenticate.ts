import {
  type ClientMessageOf,
  fromWireId,
  OPERATOR_ID,
  type Refusal,
} from '../../protocol/index.ts';
import type { Authentication, Identity, TokenService } from '../tokens/token-service.ts';
import type { Peer } from './socket.ts';

export type AuthMessage = ClientMessageOf<'auth'>;

/** Whoever can open the operator's socket is the operator. */
const OPERATOR: Identity = {
  user: { role: 'admin', userId: OPERATOR_ID },
  name: 'operator',
  tokenHash: null,
  expiresAt: null,
  bookingId: null,
};

/** Who an `auth` message is from: by its token, else by the header's, else by the socket itself. */
export async function authenticate(
  tokens: TokenService,
  message: AuthMessage,
  peer: Peer,
): Promise<Authentication> {
  const token = message.token ?? peer.bearer;
  if (token === null) {
    if (peer.operator) return matchClaims(OPERATOR, message, 'this socket');
    return refuse('`auth` needs a `token`, or an Authorization header when connecting');
  }
  const answer = await tokens.authenticate(token);
  return answer.ok ? matchClaims(answer.identity, message, 'the token') : answer;
}

/** A client may say who it believes to be; what opens it to somebody else is then a mistake. */
function matchClaims(identity: Identity, message: AuthMessage, proof: string): Authentication {
  const { role, userId } = identity.user;
  if (message.role !== undefined && message.role !== role) {
    return refuse(`${proof} is for another role than \`role\` says`);
  }
  if (message.user_id !== undefined && fromWireId(message.user_id) !== userId) {
    return refuse(`${proof} is for another user than \`user_id\` says`);
  }
  return { ok: true, identity };
}

function refuse(message: string): Authentication {
  const refusal: Refusal = { code: 'invalid_token', message };
  return { ok: false, refusal };
}
