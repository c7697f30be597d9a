import { hash, randomBytes } from 'node:crypto';

/** 256 random bits: nobody guesses them, so that one round of SHA-256 is enough to store them. */
const SECRET_BYTES = 32;
const TOKEN_PATTERN = /^rt_[A-Za-z0-9_-]{43}$/;

export function makeToken(random: (length: number) => Buffer = randomBytes): string {
  return `rt_${random(SECRET_BYTES).toString('base64url')}`;
}

export function isToken(text: string): boolean {
  return TOKEN_PATTERN.test(text);
}

/** Hex SHA-256: all that is stored of a token. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}
