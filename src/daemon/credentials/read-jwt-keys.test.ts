import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../store/testing/temp-directory.ts';
import { readJwtKeys, summaryOfKeys } from './read-jwt-keys.ts';

const ed = generateKeyPairSync('ed25519');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1_024 });
type Pair = typeof ed;

const pem = ({ publicKey }: Pair) => publicKey.export({ type: 'spki', format: 'pem' }).toString();
const jwk = ({ publicKey }: Pair) => publicKey.export({ format: 'jwk' });
const set = (...keys: readonly unknown[]) => JSON.stringify({ keys });

function read(key: 'jwtSecretFile' | 'jwtKeyFile', text: string) {
  const path = join(tempDirectory(), 'key');
  writeFileSync(path, text);
  try {
    const keys = readJwtKeys({ jwtSecretFile: '', jwtKeyFile: '', [key]: path });
    return keys.map(({ algorithm, id }) => [algorithm, id]);
  } catch (error) {
    return (error as Error).message.replace(/^tokens\.jwt_\w+_file: \S+ /, '');
  }
}

test('a secret is for HS256 and nothing else, without its last line break', () => {
  expect(read('jwtSecretFile', `${'s'.repeat(32)}\n`)).toEqual([['HS256', null]]);
  expect(read('jwtSecretFile', `${'s'.repeat(31)}\n`)).toMatch(/fewer than 32 bytes/);
  expect(read('jwtSecretFile', pem(rsa))).toMatch(/holds a key, not a shared secret/);
});

test.each([
  ['Ed25519', ed, 'EdDSA'],
  ['P-256', ec, 'ES256'],
  ['RSA', rsa, 'RS256'],
])('a public key of %s says itself which algorithm it is for', (_what, pair, algorithm) => {
  expect(read('jwtKeyFile', pem(pair))).toEqual([[algorithm, null]]);
  expect(read('jwtKeyFile', JSON.stringify(jwk(pair)))).toEqual([[algorithm, null]]);
  expect(read('jwtKeyFile', set({ ...jwk(pair), kid: 'k1', alg: algorithm }))).toEqual([
    [algorithm, 'k1'],
  ]);
});

const privateJwk = ed.privateKey.export({ format: 'jwk' });
const privatePem = ed.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

test.each([
  ['nonsense', 'hunter2', /neither a PEM public key nor a JSON Web Key Set/],
  ['half of JSON', '{"keys":', /neither a PEM public key/],
  ['a set of nothing', set(), /holds 0 keys/],
  ['a set of nulls', set(null), /neither a PEM public key/],
  ['a set of too many', set(...Array(17).fill(jwk(ed))), /holds 17 keys/],
  ['a private key', privatePem, /private key, which only the web site should have/],
  ['a private key in a set', set(privateJwk), /private key, which only the web site should have/],
  ['a secret in a set', set({ kty: 'oct', k: 'c2VjcmV0' }), /shared secret; see jwt_secret_file/],
  ['a key for another algorithm than it can', set({ ...jwk(rsa), alg: 'PS256' }), /for PS256/],
  ['a curve that is not for it', pem(p384), /none of Ed25519, P-256, RSA/],
  ['RSA that is too short', pem(shortRsa), /none of Ed25519, P-256, RSA/],
])('%s is refused', (_what, text, problem) => {
  expect(read('jwtKeyFile', text)).toMatch(problem);
});

test('what is told of keys shows that they changed, and no secret', () => {
  const summary = (secret: string) => {
    const path = join(tempDirectory(), 'secret');
    writeFileSync(path, secret);
    return summaryOfKeys(readJwtKeys({ jwtSecretFile: path, jwtKeyFile: '' }));
  };
  expect(summary('a'.repeat(40))).toMatch(/^HS256 [0-9a-f]{4}$/);
  expect(summary('a'.repeat(40))).not.toBe(summary('b'.repeat(40)));
  expect(summaryOfKeys([])).toBe('none');
});
