import { formatUser, type UserKey } from '../../protocol/index.ts';
import type { TokenDraft } from '../store/store.ts';
import type { JwtClaims } from './jwt-claims.ts';
import { hashToken } from './token-secret.ts';

/** What is stored of a token that the web site has signed. */
export function siteToken({ user, expiresAt, name, jti }: JwtClaims, token: string, nowMs: number) {
  const hash = jti === null ? hashToken(token) : hashJti(user, jti);
  return draftOf(user, { hash, name, expiresAt, createdAt: nowMs });
}

/** One that was never seen here, to be revoked before it is. */
export function unseenSiteToken(user: UserKey, jti: string, nowMs: number): TokenDraft {
  return draftOf(user, { hash: hashJti(user, jti), name: null, expiresAt: null, createdAt: nowMs });
}

/** Two users whose tokens have the same `jti` by mistake have two tokens nevertheless. */
function hashJti(user: UserKey, jti: string): string {
  return hashToken(`jwt ${formatUser(user)} ${jti}`);
}

type Traits = Pick<TokenDraft, 'hash' | 'name' | 'expiresAt' | 'createdAt'>;

function draftOf({ role, userId }: UserKey, traits: Traits): TokenDraft {
  const unsaid = { vehicle: null, phone: null, bookingId: null };
  return { role, userId, ...unsaid, ...traits, isSiteIssued: true };
}
