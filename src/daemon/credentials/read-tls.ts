import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { readCredential } from './read-credential.ts';

/** What a server needs to speak TLS. */
export interface TlsCredentials {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** What an operator compares; nothing of it is secret. */
  readonly summary: string;
}

/** Null: the port speaks plain HTTP. Throws a `ConfigError` for what no client could use. */
export function readTls({
  tlsCert,
  tlsKey,
}: Pick<Config, 'tlsCert' | 'tlsKey'>): TlsCredentials | null {
  if (tlsCert === '' && tlsKey === '') return null;
  if (tlsCert === '' || tlsKey === '') {
    const [given, missing] = tlsKey === '' ? ['tls_cert', 'tls_key'] : ['tls_key', 'tls_cert'];
    throw new ConfigError(`${given} is of no use without ${missing}`, 'Name both files, or none.');
  }
  const cert = readCredential('tls_cert', tlsCert);
  const key = readCredential('tls_key', tlsKey);
  const certificate = parseCertificate(cert, tlsCert);
  if (!certificate.checkPrivateKey(parseKey(key, tlsKey))) {
    throw new ConfigError(
      `tls_key: ${tlsKey} is not the key of the certificate in ${tlsCert}`,
      'Name the two files that were made together.',
    );
  }
  // The certificates that follow the first one are looked at only here.
  attempt('tls_cert', tlsCert, 'PEM certificates', () => createSecureContext({ cert, key }));
  return { cert, key, summary: summaryOf(certificate) };
}

function parseCertificate(bytes: Buffer, path: string): X509Certificate {
  return attempt('tls_cert', path, 'a PEM certificate', () => new X509Certificate(bytes));
}

function parseKey(bytes: Buffer, path: string): KeyObject {
  const what = 'a PEM private key without a passphrase';
  return attempt('tls_key', path, what, () => createPrivateKey(bytes));
}

/** What the library says of it is for its makers: it never names the file. */
function attempt<Value>(name: string, path: string, what: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new ConfigError(`${name}: ${path} does not hold ${what}`, 'Name another file.');
  }
}

function summaryOf({ validToDate, fingerprint256 }: X509Certificate): string {
  return `valid until ${validToDate.toISOString().slice(0, 10)}, SHA-256 ${fingerprint256}`;
}
