import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import { renderJson } from '../output/json.ts';
import { paintFor } from '../output/paint.ts';
import type { JsonOption } from '../output/print.ts';
import { expiringTokens } from '../status/expiring-tokens.ts';
import { renderStatus } from '../status/render-status.ts';
import { withApi } from '../target/api.ts';
import { type TargetOptions, withTarget } from '../target/target-options.ts';

type StatusOptions = TargetOptions & JsonOption;

/** What the API answers at most; more tokens than that are no longer watched by eye. */
const TOKENS_MAX = 10_000;

export function statusCommand(context: Context): CliCommand {
  const command = new CliCommand('status').option(
    '--json',
    'one JSON object: the figures, with "expiring_tokens"',
  );
  return withTarget(command)
    .examples(
      ['routa status', 'the daemon on this machine'],
      ['ROUTA_TOKEN=… routa status --url wss://dispatch.example.com', 'one elsewhere'],
    )
    .action((options: StatusOptions) => runStatus(options, context));
}

async function runStatus(options: StatusOptions, context: Context): Promise<void> {
  const { stats, tokens } = await withApi(options, context, async (api) => {
    const [stats, { tokens }] = await Promise.all([
      api.call('getStats'),
      api.call('listTokens', { query: { limit: TOKENS_MAX } }),
    ]);
    return { stats, tokens };
  });
  const expiring = expiringTokens(tokens, stats.at);
  const { stdout, env } = context;
  if (options.json) stdout.write(renderJson([{ ...stats, expiring_tokens: expiring }]));
  else {
    const reader = { isTerminal: stdout.isTTY === true, paint: await paintFor(stdout, env) };
    stdout.write(renderStatus(stats, expiring, reader));
  }
}
