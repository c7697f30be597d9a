import type { TokenView } from '../../protocol/index.ts';

const WARNING_MS = 2 * 24 * 3_600_000;

/**
 * Tokens in use that end within two days, soonest first. In use is the one that each user used
 * last: an older one of theirs may run out quietly.
 */
export function expiringTokens(tokens: readonly TokenView[], nowMs: number): readonly TokenView[] {
  const inUse = new Map<string, TokenView>();
  for (const token of tokens) {
    if (token.state !== 'valid' || token.last_used_at === undefined) continue;
    const user = `${token.role}:${token.user_id}`;
    if (token.last_used_at > (inUse.get(user)?.last_used_at ?? 0)) inUse.set(user, token);
  }
  return [...inUse.values()].filter((token) => endOf(token) - nowMs <= WARNING_MS).sort(byEnd);
}

function byEnd(one: TokenView, other: TokenView): number {
  return endOf(one) - endOf(other);
}

function endOf({ expires_at: at }: TokenView): number {
  return at ?? Number.POSITIVE_INFINITY;
}
