import { InvalidArgumentError } from 'commander';
import { PROTOCOL_LIMITS } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import type { Context } from '../../context.ts';
import { parseDuration } from '../../options/duration.ts';
import { parseId } from '../../options/identity.ts';
import { type PlaceOptions, placesOf, withPlaces } from '../../options/place-options.ts';
import type { JsonOption } from '../../output/print.ts';
import { formatDuration } from '../../output/time.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';
import { printAnswer } from './answer.ts';

interface AssignDriverOptions extends TargetOptions, JsonOption, PlaceOptions {
  readonly driver: string;
  readonly force?: boolean;
  readonly timeout?: number;
  readonly rider?: string;
}

export function assignDriverCommand(context: Context): CliCommand {
  const command = new CliCommand('assign')
    .description('Offer a booking to a driver')
    .argument('<booking>', 'id of the booking; a new one needs a rider and places', parseId)
    .requiredOption('--driver <id>', 'id of the driver', parseId)
    .option('--force', 'also if another driver holds it, or this one declined it before')
    .option('--timeout <duration>', 'time to answer, such as 90s', parseTimeout)
    .option('--rider <id>', 'id of the rider of a new booking', parseId)
    .option('--json', 'one JSON object: {"booking_id":…,"status":…,"version":…,"online":…}');
  return withTarget(withPlaces(command, 'optional'))
    .examples(
      ['routa bookings assign 4711 --driver 7', 'the driver has the usual time to answer'],
      ['routa bookings assign 4711 --driver 8 --force --timeout 90s', 'take it from driver 7'],
      [
        'routa bookings assign 4712 --driver 7 --rider 12 --pickup A --dropoff B',
        'a booking that does not exist yet',
      ],
    )
    .action((id: string, options: AssignDriverOptions) => runAssignDriver(id, options, context));
}

async function runAssignDriver(
  id: string,
  options: AssignDriverOptions,
  context: Context,
): Promise<void> {
  const { driver: driver_id, force, timeout: timeout_ms, rider: rider_id } = options;
  const body = {
    driver_id,
    ...placesOf(options),
    ...withoutAbsent({ force, timeout_ms, rider_id }),
  };
  const request = { params: { booking_id: id }, body };
  const answer = await withApi(options, context, (api) => api.call('assignDriver', request));
  printAnswer(answer, options, context);
}

function parseTimeout(text: string): number {
  const { assignTimeoutMsMin: min, assignTimeoutMsMax: max } = PROTOCOL_LIMITS;
  const ms = parseDuration(text);
  if (ms >= min && ms <= max) return ms;
  const range = `${formatDuration(min)} to ${formatDuration(max)}`;
  throw new InvalidArgumentError(`A driver has ${range} to answer.`);
}
