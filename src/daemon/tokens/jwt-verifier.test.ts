import { createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { byKey, bySecret, signJwt, unsigned } from '../../../test/support/sign-jwt.ts';
import type { JwtKey } from '../credentials/read-jwt-keys.ts';
import { looksLikeJwt, verifyJwt } from './jwt-verifier.ts';

const NOW_S = 1_800_000_000;
const SECRET = 'a secret of the web site that is long enough';
const ed = generateKeyPairSync('ed25519');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const stranger = generateKeyPairSync('ed25519');

const KEYS: readonly JwtKey[] = [
  { algorithm: 'HS256', id: null, key: createSecretKey(Buffer.from(SECRET)) },
  { algorithm: 'EdDSA', id: 'ed', key: ed.publicKey },
  { algorithm: 'ES256', id: 'ec', key: ec.publicKey },
  { algorithm: 'RS256', id: 'rsa', key: rsa.publicKey },
];
const HS256 = { alg: 'HS256', typ: 'JWT' };
const CLAIMS = { sub: 7, role: 'driver', exp: NOW_S + 60 };

async function outcome(token: string, keys = KEYS) {
  const answer = await verifyJwt(token, keys, NOW_S * 1_000);
  return answer.ok ? answer.claims : answer.refusal.code;
}
const withClaims = (payload: object) => outcome(signJwt(HS256, payload, bySecret(SECRET)));

describe('a token of the web site', () => {
  test.each([
    ['a shared secret', HS256, bySecret(SECRET)],
    ['Ed25519', { alg: 'EdDSA' }, byKey(ed.privateKey, null)],
    ['Ed25519, of a key that it names', { alg: 'EdDSA', kid: 'ed' }, byKey(ed.privateKey, null)],
    ['P-256', { alg: 'ES256' }, byKey(ec.privateKey, 'sha256')],
    ['RSA', { alg: 'RS256' }, byKey(rsa.privateKey, 'sha256')],
  ])('is good when it is signed with %s', async (_what, header, signer) => {
    expect(await outcome(signJwt(header, CLAIMS, signer))).toEqual({
      user: { role: 'driver', userId: '7' },
      expiresAt: (NOW_S + 60) * 1_000,
      name: null,
      jti: null,
    });
  });

  test('says its name and its own id, and whatever else it likes', async () => {
    const more = {
      sub: 'TR-7',
      name: 'Ana',
      jti: 'a1',
      iat: NOW_S,
      nbf: NOW_S,
      iss: 'x',
      aud: 'y',
    };
    expect(await withClaims({ ...CLAIMS, ...more })).toMatchObject({
      user: { role: 'driver', userId: 'TR-7' },
      name: 'Ana',
      jti: 'a1',
    });
  });

  test('may come from a clock that is somewhat ahead', async () => {
    expect(await withClaims({ ...CLAIMS, iat: NOW_S + 10, nbf: NOW_S + 10 })).toHaveProperty(
      'user',
    );
  });
});

describe('is refused', () => {
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const publicDer = ed.publicKey.export({ type: 'spki', format: 'der' });
  test.each([
    ['without a signature', signJwt({ alg: 'none' }, CLAIMS, unsigned)],
    ['without a signature, spelled otherwise', signJwt({ alg: 'nOnE' }, CLAIMS, unsigned)],
    ['with an empty signature of HS256', signJwt(HS256, CLAIMS, unsigned)],
    ['with the public key taken for a secret', signJwt(HS256, CLAIMS, bySecret(publicPem))],
    ['with its bytes taken for a secret', signJwt(HS256, CLAIMS, bySecret(publicDer))],
    ['with another secret', signJwt(HS256, CLAIMS, bySecret(`${SECRET}!`))],
    ['with an empty secret', signJwt(HS256, CLAIMS, bySecret(''))],
    [
      'with the key of a stranger',
      signJwt({ alg: 'EdDSA' }, CLAIMS, byKey(stranger.privateKey, null)),
    ],
    [
      'with a key that the token brings itself',
      signJwt(
        { alg: 'EdDSA', jwk: stranger.publicKey.export({ format: 'jwk' }) },
        CLAIMS,
        byKey(stranger.privateKey, null),
      ),
    ],
    [
      'with a key that is to be fetched',
      signJwt({ alg: 'EdDSA', jku: 'http://127.0.0.1/' }, CLAIMS, byKey(stranger.privateKey, null)),
    ],
    [
      'for another key than it names',
      signJwt({ alg: 'EdDSA', kid: 'old' }, CLAIMS, byKey(ed.privateKey, null)),
    ],
    [
      'with an algorithm of another key',
      signJwt({ alg: 'ES256', kid: 'ed' }, CLAIMS, byKey(ed.privateKey, null)),
    ],
    [
      'with RSA of another padding',
      signJwt({ alg: 'PS256' }, CLAIMS, byKey(rsa.privateKey, 'sha256')),
    ],
    [
      'with an extension that nobody knows',
      signJwt({ ...HS256, crit: ['x'], x: 1 }, CLAIMS, bySecret(SECRET)),
    ],
    ['with a header that is no JSON', `e30x.${Buffer.from('{}').toString('base64url')}.AAAA`],
    ['with nothing in it', '_._._'],
  ])('%s', async (_what, token) => {
    expect(await outcome(token)).toBe('invalid_token');
  });

  test('with one letter changed', async () => {
    const [head, body, signature] = signJwt(HS256, CLAIMS, bySecret(SECRET)).split('.');
    const other = Buffer.from(JSON.stringify({ ...CLAIMS, role: 'admin' })).toString('base64url');
    expect(await outcome(`${head}.${other}.${signature}`)).toBe('invalid_token');
    expect(await outcome(`${head}.${body}.${signature?.slice(0, -2)}AA`)).toBe('invalid_token');
  });

  test.each([
    ['without sub', { sub: undefined }],
    ['with a sub that is no id', { sub: 'a b' }],
    ['with a negative sub', { sub: -7 }],
    ['with a broken sub', { sub: 7.5 }],
    ['with a sub that is an object', { sub: { toString: 'x' } }],
    ['for the operator', { sub: 'operator', role: 'admin' }],
    ['without role', { role: undefined }],
    ['with a role that nobody has', { role: 'root' }],
    ['with two roles', { role: ['driver', 'admin'] }],
    ['without exp', { exp: undefined }],
    ['with exp as a text', { exp: `${NOW_S + 60}` }],
    ['with exp beyond all time', { exp: 1e300 }],
    ['before it begins', { nbf: NOW_S + 11 }],
    ['with a time in the future', { iat: NOW_S + 11 }],
    ['with a name that is none', { name: { first: 'Ana' } }],
    ['with an endless name', { name: 'A'.repeat(101) }],
    ['with an empty jti', { jti: '' }],
    ['with a jti that is a number', { jti: 5 }],
  ])('%s', async (_what, claims) => {
    expect(await withClaims({ ...CLAIMS, ...claims })).toBe('invalid_token');
  });

  test('when it has expired, which has a code of its own', async () => {
    expect(await withClaims({ ...CLAIMS, exp: NOW_S - 11 })).toBe('token_expired');
    // Within the tolerance of clocks: it is then judged like all others, without any.
    expect(await withClaims({ ...CLAIMS, exp: NOW_S - 1 })).toHaveProperty('expiresAt');
  });

  test('where the only key is a public one, whatever is signed with what is public', async () => {
    const only = KEYS.filter(({ id }) => id === 'rsa');
    const token = signJwt(
      HS256,
      CLAIMS,
      bySecret(createPublicKey(publicPem).export({ type: 'pkcs1', format: 'pem' })),
    );
    expect(await outcome(token, only)).toBe('invalid_token');
  });
});

test.each([
  ['a.b.c', true],
  ['a.b.', false],
  ['a.b', false],
  ['a.b.c.d.e', false],
  [`rt_${'A'.repeat(43)}`, false],
])('%s looks like one: %s', (token, looks) => {
  expect(looksLikeJwt(token)).toBe(looks);
});
