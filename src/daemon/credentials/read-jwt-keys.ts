import {
  createHash,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { readCredential } from './read-credential.ts';

export type JwtAlgorithm = 'HS256' | 'EdDSA' | 'ES256' | 'RS256';

/** A key that signs tokens of the web site's, and the one algorithm that it may do so by. */
export interface JwtKey {
  readonly algorithm: JwtAlgorithm;
  /** Of a key in a set (RFC 7517 §4.5); null for a key that has none. */
  readonly id: string | null;
  readonly key: KeyObject;
}

type Files = Pick<Config['tokens'], 'jwtSecretFile' | 'jwtKeyFile'>;
interface Origin {
  readonly path: string;
  readonly place: string;
}

/** RFC 7518 §3.2: as long as what SHA-256 makes of it. */
const SECRET_BYTES_MIN = 32;
const RSA_BITS_MIN = 2_048;
/** Each may be tried for a token that does not name its key. */
const KEYS_MAX = 16;

/** None: only tokens of the daemon's own are good. Throws a `ConfigError` for unusable files. */
export function readJwtKeys({ jwtSecretFile, jwtKeyFile }: Files): readonly JwtKey[] {
  return [
    ...(jwtSecretFile === '' ? [] : [readSecret(jwtSecretFile)]),
    ...(jwtKeyFile === '' ? [] : readPublicKeys(jwtKeyFile)),
  ];
}

/** Tells whether keys have changed, and nothing else about them. */
export function summaryOfKeys(keys: readonly JwtKey[]): string {
  const marks = keys.map(({ algorithm, key }) => `${algorithm} ${markOf(key)}`);
  return marks.join(', ') || 'none';
}

function markOf(key: KeyObject): string {
  // What is shown of a secret may not help anybody to guess it.
  if (key.type === 'secret')
    return createHash('sha256').update('mark').update(key.export()).digest('hex').slice(0, 4);
  const bytes = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** A line break at its end is an editor's. */
function readSecret(path: string): JwtKey {
  const text = readCredential('tokens.jwt_secret_file', path).toString().trimEnd();
  const origin = { path, place: 'tokens.jwt_secret_file' };
  if (text.startsWith('-----BEGIN')) throw unusable(origin, 'holds a key, not a shared secret');
  return secretKey(Buffer.from(text), null, origin);
}

function secretKey(bytes: Buffer, id: string | null, origin: Origin): JwtKey {
  if (bytes.length < SECRET_BYTES_MIN) {
    throw unusable(origin, `holds a secret of fewer than ${SECRET_BYTES_MIN} bytes`);
  }
  return { algorithm: 'HS256', id, key: createSecretKey(bytes) };
}

function readPublicKeys(path: string): readonly JwtKey[] {
  const origin = { path, place: 'tokens.jwt_key_file' };
  const text = readCredential(origin.place, path).toString();
  if (!text.trimStart().startsWith('{')) return [pemKey(text, origin)];
  const keys = readSet(text, origin);
  if (keys.length === 0 || keys.length > KEYS_MAX) {
    throw unusable(origin, `holds ${keys.length} keys, and 1 to ${KEYS_MAX} are of use`);
  }
  return keys.map((key) => jsonKey(key, origin));
}

function pemKey(text: string, origin: Origin): JwtKey {
  if (text.includes('PRIVATE KEY')) throw unusable(origin, PRIVATE);
  return publicKey(
    attempt(origin, () => createPublicKey(text)),
    null,
    origin,
  );
}

const PRIVATE = 'holds a private key, which only the web site should have';

/** RFC 7517: a set, or one key. */
function readSet(text: string, origin: Origin): readonly JsonWebKey[] {
  const set: unknown = attempt(origin, () => JSON.parse(text));
  const keys = (set as { readonly keys?: unknown }).keys ?? [set];
  if (Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key)) return keys;
  throw unusable(origin, NO_KEYS);
}

const NO_KEYS = 'holds neither a PEM public key nor a JSON Web Key Set';

function jsonKey(json: JsonWebKey, origin: Origin): JwtKey {
  const id = typeof json.kid === 'string' ? json.kid : null;
  if (json.kty === 'oct') throw unusable(origin, 'holds a shared secret; see jwt_secret_file');
  if (json.d !== undefined) throw unusable(origin, PRIVATE);
  const key = publicKey(
    attempt(origin, () => createPublicKey({ key: json, format: 'jwk' })),
    id,
    origin,
  );
  const { alg } = json;
  if (alg === undefined || alg === key.algorithm) return key;
  throw unusable(origin, `holds a key for ${String(alg)}; EdDSA, ES256 and RS256 are of use`);
}

/** What it is says by what it may sign: no token has a say in it. */
function publicKey(key: KeyObject, id: string | null, origin: Origin): JwtKey {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return { algorithm: 'EdDSA', id, key };
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return { algorithm: 'ES256', id, key };
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= RSA_BITS_MIN) {
    return { algorithm: 'RS256', id, key };
  }
  throw unusable(origin, 'holds a key that is none of Ed25519, P-256, RSA of 2048 bits or more');
}

function attempt<Value>(origin: Origin, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw unusable(origin, NO_KEYS);
  }
}

function unusable({ place, path }: Origin, problem: string): ConfigError {
  return new ConfigError(
    `${place}: ${path} ${problem}`,
    'docs/authentication.md says how to make one.',
  );
}
