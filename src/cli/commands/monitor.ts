import { CliCommand } from '../cli-command.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { JsonOption } from '../output/print.ts';
import { programVersion } from '../program-version.ts';
import { checkAccess } from '../target/api.ts';
import { explainFailure } from '../target/explain-failure.ts';
import { addressOf, resolveTarget } from '../target/resolve-target.ts';
import { type TargetOptions, withTarget } from '../target/target-options.ts';

interface MonitorOptions extends TargetOptions, JsonOption {
  readonly plain?: boolean;
}

export function monitorCommand(context: Context): CliCommand {
  const command = new CliCommand('monitor')
    .option('--plain', 'one line a second instead of the dashboard, as without a terminal')
    .option('--json', 'one JSON object a second');
  return withTarget(command)
    .examples(
      ['routa monitor', 'the dashboard; ? shows its keys'],
      ['routa monitor --json > figures.ndjson', 'the figures of every second, for later'],
    )
    .action((options: MonitorOptions) => runMonitorCommand(options, context));
}

async function runMonitorCommand(options: MonitorOptions, context: Context): Promise<void> {
  const target = await resolveTarget(options, context);
  await checkAccess(target);
  const { runMonitor, canShowScreen } = await import('../../tui/index.ts');
  const isScreen = !options.json && !options.plain && canShowScreen(context);
  const lineMode = options.json ? 'json' : 'plain';
  // The dashboard reads Ctrl-C as a key, and restores the screen at signals by itself.
  const until = isScreen ? undefined : context.interrupted().asked;
  const reason = await runMonitor({
    connect: { ...addressOf(target), client: { name: 'routa monitor', version: programVersion() } },
    mode: isScreen ? 'screen' : lineMode,
    stdin: context.terminal.stdin,
    stdout: context.terminal.stdout,
    clock: context.clock,
    ...(until && { until }),
  }).catch((error: unknown) => {
    throw explainFailure(error, target);
  });
  if (reason === 'interrupted') throw new CliError(EXIT.interrupted, '');
}
