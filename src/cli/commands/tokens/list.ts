import type { Role, TokenView, UserKey } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { tokenColumns } from '../../columns/token-columns.ts';
import type { Context } from '../../context.ts';
import { parseRole, parseUserOption } from '../../options/identity.ts';
import { parseInteger } from '../../options/number.ts';
import { type JsonOption, printList } from '../../output/print.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withTokens } from '../../target/with-tokens.ts';
import { withoutAbsent } from '../../without-absent.ts';

interface ListTokensOptions extends TargetOptions, JsonOption {
  readonly user?: UserKey;
  readonly role?: Role;
  readonly limit: number;
}

/** What the API answers at most. */
const LIMIT_MAX = 10_000;

export function listTokensCommand(context: Context): CliCommand {
  const command = new CliCommand('list')
    .description('List tokens, never with their secret')
    .option('--user <role:id>', "only this user's, such as driver:7", parseUserOption)
    .option('--role <role>', 'only those of admins, drivers or riders', parseRole)
    .option('--limit <count>', 'at most so many', parseInteger(1, LIMIT_MAX), 1_000)
    .option('--json', 'one JSON object a line for each token');
  return withTarget(command)
    .examples(
      ['routa tokens list --role admin', 'who may dispatch'],
      ['routa tokens list --user driver:7', "one driver's"],
    )
    .action((options: ListTokensOptions) => runListTokens(options, context));
}

async function runListTokens(options: ListTokensOptions, context: Context): Promise<void> {
  const filter = withoutAbsent({
    role: options.user?.role ?? options.role,
    user_id: options.user?.userId,
  });
  const tokens: readonly TokenView[] = await withTokens(
    { ...options, create: false },
    context,
    (port) => port.list(filter, options.limit),
  );
  const empty = 'There are no such tokens.';
  await printList(tokens, tokenColumns(context.clock.now()), { ...options, empty }, context);
  if (tokens.length === options.limit) {
    context.stderr.write(`There may be more than ${options.limit}; see --limit and --user.\n`);
  }
}
