import { expect, test } from 'vitest';
import type { TokenView } from '../../protocol/index.ts';
import { expiringTokens } from './expiring-tokens.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_750_000_000_000;

function token(traits: Partial<TokenView>): TokenView {
  return {
    token_id: 'a1b2c3d4e5f6',
    role: 'driver',
    user_id: 7,
    created_at: NOW_MS - 6 * DAY_MS,
    expires_at: NOW_MS + DAY_MS,
    last_used_at: NOW_MS - 1_000,
    state: 'valid',
    ...traits,
  };
}

function named(...tokens: readonly TokenView[]) {
  return expiringTokens(tokens, NOW_MS).map(({ user_id }) => user_id);
}

test('warns of tokens in use that end within two days, soonest first', () => {
  const soon = token({ user_id: 1, expires_at: NOW_MS + 2 * DAY_MS });
  const sooner = token({ user_id: 2, expires_at: NOW_MS + DAY_MS });
  const later = token({ user_id: 3, expires_at: NOW_MS + 2 * DAY_MS + 1 });
  const never = token({ user_id: 4, expires_at: null });
  expect(named(soon, sooner, later, never)).toEqual([2, 1]);
});

test('leaves out what nobody would miss', () => {
  const { last_used_at: _, ...unused } = token({ user_id: 1 });
  expect(named(unused, token({ state: 'revoked' }), token({ state: 'expired' }))).toEqual([]);
});

test('a user who has gone on to a newer token is fine', () => {
  const old = token({ last_used_at: NOW_MS - DAY_MS });
  const renewed = token({ last_used_at: NOW_MS, expires_at: NOW_MS + 7 * DAY_MS });
  expect(named(old, renewed)).toEqual([]);
  expect(named(renewed, old)).toEqual([]);
});

test('driver 7 and rider 7 are two people', () => {
  const driver = token({ role: 'driver', last_used_at: NOW_MS, expires_at: null });
  expect(named(driver, token({ role: 'rider' }))).toEqual([7]);
});
