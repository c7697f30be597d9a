import { InvalidArgumentError } from 'commander';
import { isId, isRole, parseUser, ROLES, type Role, type UserKey } from '../../protocol/index.ts';

/** An id of the web site's: a booking, a rider, a driver. */
export function parseId(text: string): string {
  if (isId(text)) return text;
  throw new InvalidArgumentError('An id has 1 to 64 of A-Z a-z 0-9 _ . and -.');
}

export function parseRole(text: string): Role {
  if (isRole(text)) return text;
  throw new InvalidArgumentError(`A role is one of ${ROLES.join(', ')}.`);
}

/** `driver:7` */
export function parseUserOption(text: string): UserKey {
  const user = parseUser(text);
  if (user !== null) return user;
  throw new InvalidArgumentError('A user is written ROLE:ID, such as driver:7 or rider:TR-12.');
}

/** The start of a token's SHA-256, as lists show it; a token itself has no place in an argument. */
export function parseTokenId(text: string): string {
  if (/^[0-9a-f]{8,64}$/.test(text)) return text;
  if (text.startsWith('rt_')) {
    throw new InvalidArgumentError('This is a token, and arguments are seen by others: use stdin.');
  }
  throw new InvalidArgumentError('A token id has 8 to 64 hex digits, as lists show it.');
}
