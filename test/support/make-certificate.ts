import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';

/** As in the two files of a daemon, and as clients that trust it know it. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  /** Of the daemon that a client sees, `AB:CD:…`. */
  readonly fingerprint: string;
}

/**
 * A certificate for 127.0.0.1 and localhost that signs itself (RFC 5280), made without any program
 * of the machine's. Valid for a century on either side, so that no clock matters.
 */
export function makeCertificate(): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(COMMON_NAME, utf8('localhost'))));
  const body = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(time('19700101000000Z'), time('21000101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(alternativeNames())),
  );
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]);
  const bytes = sequence(body, sequence(ECDSA_WITH_SHA256), der(0x03, signature));
  const { fingerprint256: fingerprint } = new X509Certificate(bytes);
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: pem(bytes), key, fingerprint };
}

/** 2.5.4.3, 1.2.840.10045.4.3.2 and 2.5.29.17 in DER. */
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'));
const ECDSA_WITH_SHA256 = der(0x06, Buffer.from('2a8648ce3d040302', 'hex'));
const SUBJECT_ALTERNATIVE_NAME = der(0x06, Buffer.from('551d11', 'hex'));

function alternativeNames(): Buffer {
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)));
  return sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, names));
}

function der(tag: number, content: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  const isShort = content.length < 0x80;
  const head = isShort ? Buffer.of(tag, content.length) : Buffer.of(tag, 0x82, ...length);
  return Buffer.concat([head, content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]) => der(0x31, Buffer.concat(parts));
const tagged = (number: number, content: Buffer) => der(0xa0 + number, content);
const integer = (bytes: Buffer) => der(0x02, bytes);
const utf8 = (text: string) => der(0x0c, Buffer.from(text));
const time = (text: string) => der(0x18, Buffer.from(text));

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
