import type { Clock } from '../../clock/index.ts';
import { OPERATOR_ID, PROTOCOL_LIMITS, type Refusal } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { Config } from '../config/config.ts';
import type { JwtKey } from '../credentials/read-jwt-keys.ts';
import { RecentMap } from '../recent-map.ts';
import type { Store, TokenDraft, TokenRecord } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';
import { looksLikeJwt, verifyJwt } from './jwt-verifier.ts';
import { siteToken, unseenSiteToken } from './site-token.ts';
import { hashToken, isToken, makeToken } from './token-secret.ts';
import type { Authentication, IssuedToken, TokenRequest, TokenService } from './token-service.ts';
import { UseLog } from './use-log.ts';

export interface TokenServiceParts {
  readonly store: Pick<
    Store,
    'issueTokens' | 'revokeTokens' | 'tokenByHash' | 'tokens' | 'pruneTokens' | 'touchTokens'
  >;
  /** Service time. */
  readonly clock: Clock;
  /** Absent where no daemon runs: then there are no sessions to end. */
  readonly bus?: Bus;
  /** Of tokens that are issued without one of their own. */
  readonly life: Pick<Config['tokens'], 'defaultTtlMs'>;
  /** Of the web site, as they are now; absent: it signs no tokens. */
  readonly jwtKeys?: (() => readonly JwtKey[]) | undefined;
}

/** Records that are kept in memory, so that reconnecting phones do not queue for the database. */
const CACHED_MAX = 10_000;

export function createTokenService(parts: TokenServiceParts): TokenService {
  const { store, clock, bus, life, jwtKeys = () => [] } = parts;
  const cache = new RecentMap<string, TokenRecord>(CACHED_MAX);
  const uses = new UseLog(store, clock);
  /** Grows with each revocation; a record that was read before it may be out of date. */
  let revocations = 0;

  const forget = (hashes: readonly string[]) => {
    revocations += 1;
    for (const hash of hashes) cache.delete(hash);
  };
  const unsubscribe = bus?.subscribe('revoked', ({ hashes }) => forget(hashes));

  async function find(hash: string): Promise<TokenRecord | null> {
    const cached = cache.get(hash);
    if (cached !== undefined) return cached;
    const seen = revocations;
    const record = await store.tokenByHash(hash);
    if (seen !== revocations) return find(hash);
    if (record !== null) cache.set(hash, record);
    return record;
  }

  async function authenticateJwt(token: string, keys: readonly JwtKey[]): Promise<Authentication> {
    const nowMs = clock.now();
    const verified = await verifyJwt(token, keys, nowMs);
    if (!verified.ok) return verified;
    const draft = siteToken(verified.claims, token, nowMs);
    const known = await find(draft.hash);
    const record = known === null || isOutlived(known, draft) ? await adopt(draft) : known;
    const { expiresAt, name } = draft;
    const answer = judge({ ...record, expiresAt, name }, clock.now());
    if (answer.ok) uses.add(draft.hash);
    return answer;
  }

  /** Remembers a token of the web site's, so that it is in lists and can be revoked. */
  async function adopt(draft: TokenDraft): Promise<TokenRecord> {
    const unknown = { ...draft, revokedAt: null, lastUsedAt: null };
    try {
      await store.issueTokens([draft]);
    } catch (error) {
      // A disk that is full keeps nobody out.
      if (isOutage(error)) return unknown;
      throw error;
    }
    cache.delete(draft.hash);
    return (await find(draft.hash)) ?? unknown;
  }

  return {
    async issue(requests) {
      if (requests.some(isOperator)) return { ok: false, refusal: OPERATOR_REFUSED };
      const made = requests.map((request) => draftToken(request, clock.now(), life.defaultTtlMs));
      await store.issueTokens(made.map(({ draft }) => draft));
      return { ok: true, tokens: made.map(({ issued }) => issued) };
    },
    async authenticate(token) {
      if (token.length > PROTOCOL_LIMITS.tokenLengthMax) return refuse('invalid_token', 'too long');
      const keys = jwtKeys();
      if (keys.length > 0 && looksLikeJwt(token)) return authenticateJwt(token, keys);
      if (!isToken(token)) return refuse('invalid_token', 'this is no token of this daemon');
      const record = await find(hashToken(token));
      const answer = judge(record, clock.now());
      if (answer.ok && record !== null) uses.add(record.hash);
      return answer;
    },
    async revoke({ jti, ...filter }) {
      const { role, userId } = filter;
      if (jti !== undefined && role !== undefined && userId !== undefined) {
        const unseen = unseenSiteToken({ role, userId }, jti, clock.now());
        await store.issueTokens([unseen]);
        filter = { ...filter, hash: unseen.hash };
      }
      const revoked = await store.revokeTokens(filter, clock.now());
      const hashes = revoked.map(({ hash }) => hash);
      forget(hashes);
      if (hashes.length > 0) bus?.publish('revoked', { hashes });
      return revoked;
    },
    list: (filter) => store.tokens(filter),
    prune(endedByMs = Number.POSITIVE_INFINITY) {
      // A caller whose clock is ahead must not delete what is still valid.
      return store.pruneTokens(Math.min(endedByMs, clock.now()));
    },
    async close() {
      unsubscribe?.();
      await uses.flush();
    },
  };
}

/** Asked at each use, since a token may end at any time. */
function judge(record: TokenRecord | null, nowMs: number): Authentication {
  if (record === null) return refuse('invalid_token', 'the token is unknown');
  const { hash, role, userId, name, expiresAt, revokedAt, bookingId } = record;
  if (revokedAt !== null) return refuse('token_revoked', 'the token was revoked');
  if (expiresAt !== null && expiresAt <= nowMs) {
    return refuse('token_expired', 'the token has expired');
  }
  const user = { role, userId };
  return { ok: true, identity: { user, name, tokenHash: hash, expiresAt, bookingId } };
}

/** The site may sign a longer token under the same `jti`; it is to be remembered for as long. */
function isOutlived(known: TokenRecord, { expiresAt }: TokenDraft): boolean {
  return known.expiresAt !== null && expiresAt !== null && known.expiresAt < expiresAt;
}

function draftToken(
  request: TokenRequest,
  nowMs: number,
  defaultTtlMs: number,
): { readonly draft: TokenDraft; readonly issued: IssuedToken } {
  const { role, userId, ttlMs = defaultTtlMs } = request;
  const token = makeToken();
  const expiresAt = ttlMs === null ? null : nowMs + ttlMs;
  const draft: TokenDraft = {
    hash: hashToken(token),
    role,
    userId,
    name: request.name ?? null,
    vehicle: request.vehicle ?? null,
    phone: request.phone ?? null,
    bookingId: request.bookingId ?? null,
    createdAt: nowMs,
    expiresAt,
  };
  return { draft, issued: { role, userId, token, expiresAt } };
}

function isOperator({ role, userId }: TokenRequest): boolean {
  return role === 'admin' && userId === OPERATOR_ID;
}

const OPERATOR_REFUSED: Refusal = {
  code: 'invalid_message',
  message: '/user_id: admin:operator is whoever may open the socket of the daemon',
  details: { path: '/user_id' },
};

function refuse(code: Refusal['code'], message: string): Authentication {
  return { ok: false, refusal: { code, message } };
}
