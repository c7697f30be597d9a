import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 80 random bits: no two bookings of one town will ever meet. */
const LENGTH = 16;

/** An id of the daemon's own: `b_` and 16 characters that nobody confuses when read aloud. */
export function makeBookingId(random: (length: number) => Uint8Array = randomBytes): string {
  let id = 'b_';
  for (const byte of random(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
