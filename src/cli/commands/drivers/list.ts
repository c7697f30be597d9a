import type { Point } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { usageError } from '../../cli-error.ts';
import { driverColumns } from '../../columns/driver-columns.ts';
import type { Context } from '../../context.ts';
import { parseInteger } from '../../options/number.ts';
import { parsePoint } from '../../options/point.ts';
import { type JsonOption, printList } from '../../output/print.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';

interface ListDriversOptions extends TargetOptions, JsonOption {
  readonly near?: Point;
  readonly radius?: number;
  readonly free?: boolean;
}

const RADIUS_M_MAX = 100_000;

export function listDriversCommand(context: Context): CliCommand {
  const command = new CliCommand('list')
    .description('List drivers with their last position')
    .option('--near <lat,lng>', 'nearest first, such as 14.5995,120.9842', parsePoint)
    .option(
      '--radius <metres>',
      'how far from --near (default: 2000)',
      parseInteger(1, RADIUS_M_MAX),
    )
    .option('--free', 'only those who are online and have no booking')
    .option('--json', 'one JSON object a line for each driver');
  return withTarget(command)
    .examples(
      ['routa drivers list --free', 'who could be asked'],
      ['routa drivers list --near 14.5995,120.9842 --radius 500', 'who is around'],
    )
    .action((options: ListDriversOptions) => runListDrivers(options, context));
}

async function runListDrivers(options: ListDriversOptions, context: Context): Promise<void> {
  const { near, radius: radius_m, free = false } = options;
  if (radius_m !== undefined && near === undefined) {
    throw usageError('--radius is around --near', 'add --near LAT,LNG');
  }
  const place = near && `${near.latitude},${near.longitude}`;
  const query = withoutAbsent({ near: place, radius_m });
  const { drivers } = await withApi(options, context, (api) => api.call('listDrivers', { query }));
  const shown = drivers.filter(({ online, state }) => !free || (online && state === 'free'));
  const empty = 'There are no such drivers.';
  const columns = driverColumns(context.clock.now(), near !== undefined);
  await printList(shown, columns, { ...options, empty }, context);
}
