import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../../test/support/make-certificate.ts';
import { tempDirectory } from '../store/testing/temp-directory.ts';
import { readTls } from './read-tls.ts';

const one = makeCertificate();
const other = makeCertificate();

function read(cert: string | null, key: string | null) {
  const folder = tempDirectory();
  const write = (name: string, text: string | null) => {
    if (text === null) return '';
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = { tlsCert: write('cert.pem', cert), tlsKey: write('key.pem', key) };
  try {
    return readTls(files);
  } catch (error) {
    return (error as Error).message.replaceAll(folder, 'DIR');
  }
}

test('a certificate and its key are told by what an operator can compare', () => {
  expect(read(one.cert, one.key)).toMatchObject({
    summary: `valid until 2100-01-01, SHA-256 ${one.fingerprint}`,
  });
  expect(read(`${one.cert}${other.cert}`, one.key)).toHaveProperty('summary');
});

test('none is none', () => {
  expect(read(null, null)).toBeNull();
});

const LOCKED = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' },
}).privateKey;

test.each([
  ['a certificate alone', one.cert, null, 'tls_cert is of no use without tls_key'],
  ['a key alone', null, one.key, 'tls_key is of no use without tls_cert'],
  [
    'the key of another certificate',
    one.cert,
    other.key,
    'tls_key: DIR/key.pem is not the key of the certificate in DIR/cert.pem',
  ],
  ['an empty certificate', '', one.key, 'tls_cert: DIR/cert.pem does not hold a PEM certificate'],
  [
    'the two in each other’s place',
    one.key,
    one.cert,
    'tls_cert: DIR/cert.pem does not hold a PEM certificate',
  ],
  [
    'a broken chain',
    `${one.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
    one.key,
    'tls_cert: DIR/cert.pem does not hold PEM certificates',
  ],
  [
    'a key behind a passphrase',
    one.cert,
    LOCKED,
    'tls_key: DIR/key.pem does not hold a PEM private key without a passphrase',
  ],
])('%s is an error that names the file', (_what, cert, key, problem) => {
  expect(read(cert, key)).toBe(problem);
});

test('a file that is not there is named', () => {
  const files = { tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' };
  expect(() => readTls(files)).toThrow(/^tls_cert: \/nowhere\/cert.pem cannot be read: ENOENT/);
});
