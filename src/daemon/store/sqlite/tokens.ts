import type { Database } from 'better-sqlite3';
import type { TokenDraft, TokenFilter, TokenRecord, TokenUse } from '../store.ts';
import { type Condition, prefixRange, selectWhere } from './select-where.ts';

/** Without a limit of the caller's own. */
const LISTED_MAX = 100_000;

const SELECT = `SELECT hash, role, user_id AS userId, name, vehicle, phone,
  booking_id AS bookingId, created_at AS createdAt, expires_at AS expiresAt,
  revoked_at AS revokedAt, last_used_at AS lastUsedAt FROM tokens`;

export function insertToken(db: Database): (draft: TokenDraft) => void {
  const insert = db.prepare<unknown[]>(
    `INSERT INTO tokens
     (hash, role, user_id, name, vehicle, phone, booking_id, created_at, expires_at, site_issued)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET expires_at = 
       max(expires_at, coalesce(excluded.expires_at, expires_at))
     WHERE site_issued`,
  );
  return ({ hash, role, userId, name, vehicle, phone, bookingId, createdAt, ...draft }) => {
    const { expiresAt, isSiteIssued = false } = draft;
    const life = [createdAt, expiresAt, Number(isSiteIssued)];
    insert.run(hash, role, userId, name, vehicle, phone, bookingId, ...life);
  };
}

export function findToken(db: Database): (hash: string) => TokenRecord | null {
  const select = db.prepare<[string], TokenRecord>(`${SELECT} WHERE hash = ?`);
  return (hash) => select.get(hash) ?? null;
}

export function listTokens(db: Database): (filter: TokenFilter) => TokenRecord[] {
  const select = selectWhere<TokenRecord>(db, SELECT);
  return (filter) =>
    select(conditionsOf(filter), 'ORDER BY created_at DESC, hash', filter.limit ?? LISTED_MAX);
}

export function revokeTokens(db: Database): (filter: TokenFilter, nowMs: number) => TokenRecord[] {
  const select = selectWhere<TokenRecord>(db, SELECT);
  const update = db.prepare<[number, string]>('UPDATE tokens SET revoked_at = ? WHERE hash = ?');
  return (filter, nowMs) => {
    const isValid: Condition = [
      'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)',
      nowMs,
    ];
    const limit = filter.limit ?? LISTED_MAX;
    const valid = select([...conditionsOf(filter), isValid], '', limit);
    for (const { hash } of valid) update.run(nowMs, hash);
    return valid.map((record) => ({ ...record, revokedAt: nowMs }));
  };
}

export function touchToken(db: Database): (use: TokenUse) => void {
  const update = db.prepare<[number, string]>(
    'UPDATE tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE hash = ?',
  );
  return ({ hash, atMs }) => {
    update.run(atMs, hash);
  };
}

export function pruneTokens(db: Database): (endedByMs: number) => number {
  const remove = db.prepare<[number, number]>(
    'DELETE FROM tokens WHERE expires_at <= ? OR (revoked_at <= ? AND NOT site_issued)',
  );
  return (endedByMs) => remove.run(endedByMs, endedByMs).changes;
}

function conditionsOf(filter: TokenFilter): readonly Condition[] {
  const { role, userId, tokenId, hash, userIdPrefix } = filter;
  const conditions: Condition[] = [];
  if (role !== undefined) conditions.push(['role = ?', role]);
  if (userId !== undefined) conditions.push(['user_id = ?', userId]);
  if (hash !== undefined) conditions.push(['hash = ?', hash]);
  if (tokenId !== undefined) conditions.push(startsWith('hash', tokenId));
  if (userIdPrefix !== undefined) conditions.push(startsWith('user_id', userIdPrefix));
  return conditions;
}

function startsWith(column: string, prefix: string): Condition {
  return [`${column} >= ? AND ${column} < ?`, ...prefixRange(prefix)];
}
