import { CliCommand } from '../../cli-command.ts';
import type { Context } from '../../context.ts';
import { parseDuration } from '../../options/duration.ts';
import { type JsonOption, printCount } from '../../output/print.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withTokens } from '../../target/with-tokens.ts';

interface PruneTokensOptions extends TargetOptions, JsonOption {
  readonly olderThan?: number;
}

export function pruneTokensCommand(context: Context): CliCommand {
  const command = new CliCommand('prune')
    .description('Delete tokens that have expired or were revoked')
    .option(
      '--older-than <duration>',
      'only those that ended so long ago, such as 30d',
      parseDuration,
    )
    .option('--json', 'one JSON object: {"pruned":12}');
  return withTarget(command)
    .examples(
      ['routa tokens prune', 'everything that has ended'],
      ['routa tokens prune --older-than 30d', 'keep a month for questions'],
    )
    .action((options: PruneTokensOptions) => runPruneTokens(options, context));
}

async function runPruneTokens(options: PruneTokensOptions, context: Context): Promise<void> {
  const { olderThan } = options;
  // Without an age it is the daemon's clock that says what has ended.
  const endedByMs = olderThan === undefined ? undefined : context.clock.now() - olderThan;
  const pruned = await withTokens({ ...options, create: false }, context, (tokens) =>
    tokens.prune(endedByMs),
  );
  printCount({ pruned }, options, context);
}
