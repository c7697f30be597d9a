import {
  fromWireId,
  isId,
  isRole,
  OPERATOR_ID,
  PROTOCOL_LIMITS,
  type UserKey,
} from '../../protocol/index.ts';

/** What a token of the web site's says, once its signature has been checked. */
export interface JwtClaims {
  readonly user: UserKey;
  readonly expiresAt: number;
  readonly name: string | null;
  readonly jti: string | null;
}

const JTI_LENGTH_MAX = 255;
/** What a JavaScript date holds. */
const TIME_MS_MAX = 8.64e15;

/** Answers what is wrong where something is; the text is for the site's developer. */
export function readClaims(payload: Readonly<Record<string, unknown>>): JwtClaims | string {
  const { sub, role, exp, name = null, jti = null } = payload;
  const userId = readId(sub);
  if (!isId(userId)) return '`sub` is not the id of a user';
  if (!isRole(role)) return '`role` is none of admin, driver, rider';
  if (role === 'admin' && userId === OPERATOR_ID) return '`sub` is nobody whom a token may name';
  const expiresAt = typeof exp === 'number' ? Math.floor(exp * 1_000) : Number.NaN;
  if (!(Math.abs(expiresAt) <= TIME_MS_MAX)) return '`exp` is not a time in seconds';
  if (!isTextOrNull(name, PROTOCOL_LIMITS.nameLengthMax)) return '`name` is not a short text';
  if (!isTextOrNull(jti, JTI_LENGTH_MAX) || jti === '') return '`jti` is not a short text';
  return { user: { role, userId }, expiresAt, name, jti };
}

function isTextOrNull(value: unknown, lengthMax: number): value is string | null {
  return value === null || (typeof value === 'string' && value.length <= lengthMax);
}

/** As on the wire: an integer or a short string. Anything else is no id. */
function readId(sub: unknown): string {
  if (typeof sub === 'string') return sub;
  return typeof sub === 'number' && Number.isSafeInteger(sub) && sub >= 0 ? fromWireId(sub) : '';
}
