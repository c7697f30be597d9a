import { createHmac, type KeyObject, sign } from 'node:crypto';

export type JwtSigner = (signed: string) => Buffer;

/** As a site in any language would make it (RFC 7515), without the library that the daemon uses. */
export function signJwt(header: object, payload: object, signer: JwtSigner): string {
  const signed = [header, payload].map((part) => encode(JSON.stringify(part))).join('.');
  return `${signed}.${encode(signer(signed))}`;
}

export const bySecret =
  (secret: string | Buffer): JwtSigner =>
  (signed) =>
    createHmac('sha256', secret).update(signed).digest();

/** Ed25519, P-256 and RSA alike; `hash` is null for the first. */
export const byKey =
  (key: KeyObject, hash: 'sha256' | null): JwtSigner =>
  (signed) =>
    sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });

export const unsigned: JwtSigner = () => Buffer.alloc(0);

function encode(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString('base64url');
}
