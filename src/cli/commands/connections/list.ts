import type { Role, UserKey } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { connectionColumns } from '../../columns/connection-columns.ts';
import type { Context } from '../../context.ts';
import { parseRole, parseUserOption } from '../../options/identity.ts';
import { type JsonOption, printList } from '../../output/print.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';

interface ListConnectionsOptions extends TargetOptions, JsonOption {
  readonly user?: UserKey;
  readonly role?: Role;
}

export function listConnectionsCommand(context: Context): CliCommand {
  const command = new CliCommand('list')
    .description('List open connections')
    .option('--user <role:id>', "only this user's, such as driver:7", parseUserOption)
    .option('--role <role>', 'only those of admins, drivers or riders', parseRole)
    .option('--json', 'one JSON object a line for each connection');
  return withTarget(command)
    .examples(
      ['routa connections list', 'who is there'],
      ['routa connections list --user rider:12', "all of one rider's tabs"],
    )
    .action((options: ListConnectionsOptions) => runListConnections(options, context));
}

async function runListConnections(
  options: ListConnectionsOptions,
  context: Context,
): Promise<void> {
  const { user, role } = options;
  const query = withoutAbsent({ role: user?.role ?? role, user_id: user?.userId });
  const { connections } = await withApi(options, context, (api) =>
    api.call('listConnections', { query }),
  );
  const empty = 'Nobody is connected.';
  const columns = connectionColumns(context.clock.now());
  await printList(connections, columns, { ...options, empty }, context);
}
