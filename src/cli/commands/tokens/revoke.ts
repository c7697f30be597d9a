import type { UserKey } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { failure, usageError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { parseId, parseTokenId, parseUserOption } from '../../options/identity.ts';
import { type JsonOption, printCount } from '../../output/print.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import type { TokenFilter } from '../../target/tokens-port.ts';
import { withTokens } from '../../target/with-tokens.ts';
import { withoutAbsent } from '../../without-absent.ts';

interface RevokeTokensOptions extends TargetOptions, JsonOption {
  readonly user?: UserKey;
  readonly userPrefix?: string;
  readonly jti?: string;
}

export function revokeTokensCommand(context: Context): CliCommand {
  const command = new CliCommand('revoke')
    .description('Revoke tokens and end their connections at once')
    .argument('[token-id]', 'as in lists', parseTokenId)
    .option('--user <role:id>', "all of this user's, such as driver:7", parseUserOption)
    .option('--user-prefix <text>', 'all of users whose id starts with this', parseId)
    .option('--jti <id>', "with --user: this one of the web site's own (JWT)")
    .option('--json', 'one JSON object: {"revoked":2}');
  return withTarget(command)
    .examples(
      ['routa tokens revoke 3f9a2c41d07b', 'one token'],
      ['routa tokens revoke --user driver:7', 'a lost phone: all tokens of its driver'],
    )
    .action((id: string | undefined, options: RevokeTokensOptions) =>
      runRevokeTokens(id, options, context),
    );
}

async function runRevokeTokens(
  id: string | undefined,
  options: RevokeTokensOptions,
  context: Context,
): Promise<void> {
  const filter = filterOf(id, options);
  const revoked = await withTokens({ ...options, create: false }, context, (tokens) =>
    tokens.revoke(filter),
  );
  if (revoked === 0) throw failure('there was no such token that was still valid');
  printCount({ revoked }, options, context);
}

function filterOf(id: string | undefined, options: RevokeTokensOptions): TokenFilter {
  const { user, userPrefix, jti } = options;
  if (jti !== undefined && user === undefined) {
    throw usageError('--jti is of one user', 'say whose with --user driver:7');
  }
  const filters: TokenFilter[] = [];
  if (id !== undefined) filters.push({ token_id: id });
  if (user !== undefined)
    filters.push({ role: user.role, user_id: user.userId, ...withoutAbsent({ jti }) });
  if (userPrefix !== undefined) filters.push({ user_id_prefix: userPrefix });
  const [filter] = filters;
  if (filter !== undefined && filters.length === 1) return filter;
  throw usageError('the tokens are not named', 'use one of: a token id, --user, --user-prefix');
}
