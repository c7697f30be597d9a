import { existsSync } from 'node:fs';
import path from 'node:path';
import { fromWireId, toWireId } from '../../protocol/index.ts';
import { CliError, failure, usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { withoutAbsent } from '../without-absent.ts';
import { loadConfiguration } from './load-configuration.ts';
import type { TargetOptions } from './target-options.ts';
import type { TokenFilter, TokenRequest, TokensPort } from './tokens-port.ts';

/** The tokens of a data directory where no daemon runs; `close` lets go of it. */
export interface StoredTokens extends TokensPort {
  close(): Promise<void>;
}

/** `create` makes the directory where there is none: tokens may come before the first daemon. */
export async function openStoredTokens(
  options: TargetOptions & { readonly create: boolean },
  socketPath: string,
  context: Context,
): Promise<StoredTokens> {
  const config = await loadConfiguration(options, context);
  if (!options.create && !existsSync(path.join(config.data, 'routa.db'))) {
    throw failure(`there are no tokens in ${config.data}`, 'name the directory with --data DIR');
  }
  const { openTokens } = await import('../../daemon/open-tokens.ts');
  const { tokenView } = await import('../../daemon/tokens/token-view.ts');
  const tell = ({ text }: { readonly text: string }) => void context.stderr.write(`${text}\n`);
  const service = await openTokens(config, tell).catch((error: unknown) => {
    throw isLocked(error) ? deafDaemon(config.data, socketPath) : error;
  });
  return {
    async *issue(requests) {
      const issuance = await service.issue(requests.map(draft));
      if (!issuance.ok) throw usageError(issuance.refusal.message);
      yield issuance.tokens.map(({ role, userId, token, expiresAt }) => ({
        role,
        user_id: toWireId(userId),
        token,
        expires_at: expiresAt,
      }));
    },
    async list(filter, limit) {
      const records = await service.list({ ...stored(filter), limit });
      return records.map((record) => tokenView(record, context.clock.now()));
    },
    revoke: async (filter) => (await service.revoke(stored(filter))).length,
    prune: (endedByMs) => service.prune(endedByMs),
    close: () => service.close(),
  };
}

function draft({ role, user_id: userId, booking_id: bookingId, ...request }: TokenRequest) {
  const { name, vehicle, phone, ttl_ms: ttlMs } = request;
  return {
    role,
    userId: fromWireId(userId),
    bookingId: bookingId === undefined ? undefined : fromWireId(bookingId),
    name,
    vehicle,
    phone,
    ttlMs,
  };
}

function stored({ role, user_id: userId, token_id: tokenId, user_id_prefix, jti }: TokenFilter) {
  return withoutAbsent({
    role,
    jti,
    tokenId,
    userId: userId === undefined ? undefined : fromWireId(userId),
    userIdPrefix: user_id_prefix,
  });
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'locked';
}

function deafDaemon(directory: string, socketPath: string): CliError {
  return new CliError(
    EXIT.unreachable,
    `a daemon holds ${directory}, but does not answer at ${socketPath}`,
    'wait until it has started, or stop it',
  );
}
