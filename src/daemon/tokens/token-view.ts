import { type TokenView, toWireId } from '../../protocol/index.ts';
import { knownFields } from '../bookings/wire-fields.ts';
import type { TokenRecord } from '../store/store.ts';

/** Hex digits of the SHA-256 that lists show: enough to name one token, useless to log in with. */
const TOKEN_ID_LENGTH = 12;

export function tokenIdOf(hash: string): string {
  return hash.slice(0, TOKEN_ID_LENGTH);
}

export function tokenView(record: TokenRecord, nowMs: number): TokenView {
  return {
    ...knownFields({
      token_id: tokenIdOf(record.hash),
      role: record.role,
      user_id: toWireId(record.userId),
      name: record.name,
      vehicle: record.vehicle,
      phone: record.phone,
      booking_id: record.bookingId === null ? null : toWireId(record.bookingId),
      created_at: record.createdAt,
      revoked_at: record.revokedAt,
      last_used_at: record.lastUsedAt,
      state: stateOf(record, nowMs),
    }),
    expires_at: record.expiresAt,
  };
}

function stateOf({ revokedAt, expiresAt }: TokenRecord, nowMs: number): TokenView['state'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= nowMs ? 'expired' : 'valid';
}
