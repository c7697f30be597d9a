import type { Refusal } from '../../protocol/index.ts';
import type { JwtKey } from '../credentials/read-jwt-keys.ts';
import { type JwtClaims, readClaims } from './jwt-claims.ts';

/** How far the clock of the site may be ahead; a token ends when it says, whatever the clocks. */
const SKEW_S = 10;
const FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export type JwtAnswer =
  | { readonly ok: true; readonly claims: JwtClaims }
  | { readonly ok: false; readonly refusal: Refusal };

export function looksLikeJwt(token: string): boolean {
  return FORM.test(token);
}

/**
 * Checks a token that the web site has signed (RFC 7519, RFC 8725). A key verifies by the one
 * algorithm that it is for, so that neither `none` nor a public key taken for a secret passes.
 */
export async function verifyJwt(
  token: string,
  keys: readonly JwtKey[],
  nowMs: number,
): Promise<JwtAnswer> {
  // Only daemons whose site signs tokens pay for the library, and only at the first of them.
  const { decodeProtectedHeader, errors, jwtVerify } = await import('jose');
  const { alg, kid } = headerOf(() => decodeProtectedHeader(token));
  const named = keys.filter(
    ({ algorithm, id }) => algorithm === alg && (id === null || kid === undefined || id === kid),
  );
  for (const { key, algorithm } of named) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [algorithm],
        // Expiry is judged with that of all other tokens, without any tolerance.
        clockTolerance: SKEW_S,
        currentDate: new Date(nowMs),
      });
      return answerTo(payload, nowMs);
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        return refuse('token_expired', 'the token has expired');
      if (error instanceof errors.JWTClaimValidationFailed) {
        return refuse('invalid_token', `\`${error.claim}\` of the token does not hold`);
      }
    }
  }
  return refuse('invalid_token', 'no key of this daemon has signed the token');
}

function answerTo(payload: Readonly<Record<string, unknown>>, nowMs: number): JwtAnswer {
  const claims = readClaims(payload);
  if (typeof claims === 'string') return refuse('invalid_token', claims);
  const { iat } = payload;
  if (typeof iat === 'number' && iat * 1_000 > nowMs + SKEW_S * 1_000) {
    return refuse(
      'invalid_token',
      '`iat` of the token lies ahead; is the clock of the site right?',
    );
  }
  return { ok: true, claims };
}

/** A header that cannot be read names no algorithm. */
function headerOf(decode: () => { readonly alg?: unknown; readonly kid?: unknown }): {
  readonly alg?: unknown;
  readonly kid?: unknown;
} {
  try {
    return decode();
  } catch {
    return {};
  }
}

function refuse(code: Refusal['code'], message: string): JwtAnswer {
  return { ok: false, refusal: { code, message } };
}
