import { CliCommand } from '../cli-command.ts';
import { failure, usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { parseDuration } from '../options/duration.ts';
import { parseDecimal, parseInteger } from '../options/number.ts';
import { type JsonOption, printRecord } from '../output/print.ts';
import { type RunOptions, simulate } from '../simulation/simulate.ts';
import { summaryFields } from '../simulation/summary-fields.ts';
import { withTarget } from '../target/target-options.ts';

type SimulateOptions = RunOptions & JsonOption;

const PEOPLE_MAX = 100_000;
const SEED_MAX = 2 ** 32 - 1;
const SPEEDUP_MAX = 1_000;

export function simulateCommand(context: Context): CliCommand {
  const people = parseInteger(1, PEOPLE_MAX);
  const command = new CliCommand('simulate')
    .option('--drivers <count>', 'how many drivers', people, 50)
    .option('--riders <count>', 'how many riders (default: three for every five drivers)', people)
    .option('--routes <path...>', 'GeoJSON and GPX files or folders (default: a small town)')
    .option('--duration <duration>', 'how long, such as 60s (default: until Ctrl-C)', parseDuration)
    .option('--seed <number>', 'repeats a town and its people', parseInteger(0, SEED_MAX))
    .option('--decline-rate <share>', 'offers turned down (default: 0.1)', parseDecimal(0, 1))
    .option('--serve', 'with a private daemon that ends with the run')
    .option(
      '--speedup <factor>',
      'with --serve: how much faster its time passes (default: 10)',
      parseDecimal(1, SPEEDUP_MAX),
    )
    .option('--watch', 'open the dashboard, where there is a terminal')
    .option('--json', 'the summary as one JSON object, on the last line');
  return withTarget(command)
    .examples(
      ['routa simulate --drivers 50 --duration 60s', 'against the daemon of this machine'],
      ['routa simulate --serve --watch', 'with a daemon of its own, on the dashboard'],
      ['routa simulate --serve --routes roads.geojson tracks/', 'on roads of your own'],
    )
    .action((options: SimulateOptions) => runSimulate(options, context));
}

/** Exit code 1 when something was lost, repeated or refused: a simulation is a test. */
async function runSimulate(options: SimulateOptions, context: Context): Promise<void> {
  checkOptions(options);
  const summary = await simulate(options, context);
  await printRecord(summary, summaryFields, options, context);
  const { isFaulty } = await import('../../simulator/run.ts');
  const { events, errors } = summary;
  if (!isFaulty(summary)) return;
  throw failure(`${events.lost} events lost, ${events.repeated} repeated, ${errors} errors`);
}

function checkOptions({ serve, speedup, data, url }: SimulateOptions): void {
  if (speedup !== undefined && !serve) {
    throw usageError('--speedup scales the clock of a private daemon', 'add --serve');
  }
  if (serve && (data !== undefined || url !== undefined)) {
    throw usageError('--serve has a daemon of its own', 'leave out --data and --url');
  }
}
