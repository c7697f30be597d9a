import { CliCommand } from '../cli-command.ts';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { parseDuration } from '../options/duration.ts';
import { parseDecimal, parseInteger } from '../options/number.ts';
import type { JsonOption } from '../output/print.ts';
import { type TargetOptions, withTarget } from '../target/target-options.ts';

export interface SimulateOptions extends TargetOptions, JsonOption {
  readonly drivers: number;
  readonly riders?: number;
  readonly routes?: readonly string[];
  readonly duration: number;
  readonly seed?: number;
  readonly declineRate: number;
  readonly serve?: boolean;
  readonly speedup?: number;
  readonly watch?: boolean;
}

const PEOPLE_MAX = 100_000;
const SPEEDUP_MAX = 1_000;

export function simulateCommand(context: Context): CliCommand {
  const command = new CliCommand('simulate')
    .description('Let drivers, riders and a dispatcher use a daemon, and count what arrives')
    .option('--drivers <count>', 'how many drivers', parseInteger(1, PEOPLE_MAX), 50)
    .option(
      '--riders <count>',
      'how many riders (default: half as many)',
      parseInteger(1, PEOPLE_MAX),
    )
    .option('--routes <file...>', 'GeoJSON and GPX files to drive along (default: a small town)')
    .option('--duration <duration>', 'how long by the wall clock', parseDuration)
    .option('--seed <number>', 'the same seed, the same town', parseInteger(0, 2 ** 32 - 1))
    .option('--decline-rate <share>', 'share of offers that are declined', parseDecimal(0, 1), 0.1)
    .option('--serve', 'with a private daemon that ends with the run')
    .option(
      '--speedup <factor>',
      'with --serve: how much faster time passes',
      parseDecimal(1, SPEEDUP_MAX),
    )
    .option('--watch', 'open the dashboard where there is a terminal')
    .option('--json', 'the summary as one JSON object, on the last line');
  return withTarget(command)
    .examples(
      ['routa simulate --drivers 50 --duration 60s', 'against the daemon of this machine'],
      ['routa simulate --serve --watch', 'with a daemon of its own, on the dashboard'],
      ['routa simulate --serve --routes roads.geojson tracks/*.gpx', 'on roads of your own'],
    )
    .action((options: SimulateOptions) => runSimulate(options, context));
}

export async function runSimulate(options: SimulateOptions, _context: Context): Promise<void> {
  if (options.speedup !== undefined && !options.serve) {
    throw usageError('--speedup scales the clock of a private daemon', 'add --serve');
  }
}
