import { systemClock } from '../clock/index.ts';
import type { Config } from './config/config.ts';
import type { Tell } from './store/notice.ts';
import { openSqliteStore } from './store/sqlite/open-store.ts';
import { createTokenService } from './tokens/create-token-service.ts';
import type { TokenService } from './tokens/token-service.ts';

/**
 * The tokens of a data directory where no daemon runs. Holds the directory's lock until `close`.
 * `tell` hears of an upgrade of the database.
 * Rejects with a `StoreError`, `locked` where a daemon does run.
 */
export async function openTokens(
  { data, tokens }: Pick<Config, 'data' | 'tokens'>,
  tell: Tell,
): Promise<TokenService> {
  const store = await openSqliteStore({ directory: data, tell });
  const service = createTokenService({ store, clock: systemClock, life: tokens });
  return {
    ...service,
    async close() {
      await service.close();
      await store.close();
    },
  };
}
