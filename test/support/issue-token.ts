import type { ApiClient } from '../../src/client/index.ts';
import { parseUser } from '../../src/protocol/index.ts';

/** What a token says beside whose it is. */
export interface TokenTraits {
  readonly name?: string;
  readonly vehicle?: string;
  readonly phone?: string;
  readonly booking_id?: number | string;
  readonly ttl_ms?: number | null;
}

/** A token for `driver:7`. */
export async function issueToken(
  api: ApiClient,
  userName: string,
  traits: TokenTraits = {},
): Promise<string> {
  const user = parseUser(userName);
  if (user === null) throw new Error(`${userName} is no user`);
  const body = { role: user.role, user_id: user.userId, ...traits };
  const { tokens } = await api.call('issueTokens', { body });
  return tokens[0]?.token ?? '';
}
