import type { UserKey } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { failure, usageError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { parseUserOption } from '../../options/identity.ts';
import { type JsonOption, printCount } from '../../output/print.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';

interface KickConnectionsOptions extends TargetOptions, JsonOption {
  readonly user?: UserKey;
  readonly reconnect?: boolean;
}

export function kickConnectionsCommand(context: Context): CliCommand {
  const command = new CliCommand('kick')
    .description('Close connections')
    .argument('[session]', 'as in lists')
    .option('--user <role:id>', "all of this user's, such as driver:7", parseUserOption)
    .option('--reconnect', 'they may come back at once; otherwise they are told to stay away')
    .option('--json', 'one JSON object: {"closed":2}');
  return withTarget(command)
    .examples(
      ['routa connections kick --user driver:7 --reconnect', 'a client that looks stuck'],
      [
        'routa connections kick 5f0c2a1e-7a2e-4c50-9df2-9f6a0a4c6d11',
        'one connection; its token stays valid',
      ],
    )
    .action((session: string | undefined, options: KickConnectionsOptions) =>
      runKickConnections(session, options, context),
    );
}

async function runKickConnections(
  session: string | undefined,
  options: KickConnectionsOptions,
  context: Context,
): Promise<void> {
  const { user, reconnect } = options;
  if ((session === undefined) === (user === undefined)) {
    throw usageError('the connection is not named', 'use either a session of the list or --user');
  }
  const names = { session, role: user?.role, user_id: user?.userId, reconnect };
  const query = withoutAbsent(names);
  const { closed } = await withApi(options, context, (api) =>
    api.call('closeConnections', { query }),
  );
  if (closed === 0) throw failure('there is no such connection', 'see: routa connections list');
  printCount({ closed }, options, context);
}
