/**
 * Ids come from the web site, which uses integers or short strings. Inside the program they are
 * always strings; on the wire an id that is a canonical decimal integer goes out as a number again,
 * so that PHP's `===` on the other side keeps working.
 */

export type Role = 'admin' | 'driver' | 'rider';
export const ROLES: readonly Role[] = ['admin', 'driver', 'rider'];

/** An id as it stands in JSON. */
export type WireId = number | string;

/** A user is a pair: `driver 7` and `rider 7` are two people. */
export interface UserKey {
  readonly role: Role;
  readonly userId: string;
}

/** The id of the operator's own session; neither a token nor a JWT may carry it. */
export const OPERATOR_ID = 'operator';

const ID_PATTERN = /^[A-Za-z0-9_.-]{1,64}$/;
const CANONICAL_INTEGER = /^(?:0|[1-9][0-9]{0,15})$/;

export function isRole(value: unknown): value is Role {
  return value === 'admin' || value === 'driver' || value === 'rider';
}

export function isId(value: string): boolean {
  return ID_PATTERN.test(value);
}

/** `7` → `"7"`, `"TR-7"` → `"TR-7"`. */
export function fromWireId(id: WireId): string {
  return typeof id === 'number' ? String(id) : id;
}

/** `"7"` → `7`, `"007"` → `"007"`, `"9007199254740993"` → the string, since JSON would round it. */
export function toWireId(id: string): WireId {
  if (!CANONICAL_INTEGER.test(id)) return id;
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
}

/** `driver:7`, as in logs, on the command line and in keys of maps. */
export function formatUser(user: UserKey): string {
  return `${user.role}:${user.userId}`;
}

/** Reads `driver:7`; null when it is not a role, a colon and an id. */
export function parseUser(text: string): UserKey | null {
  const colon = text.indexOf(':');
  const role = text.slice(0, colon);
  const userId = text.slice(colon + 1);
  return colon > 0 && isRole(role) && isId(userId) ? { role, userId } : null;
}
