import { CliCommand } from '../../cli-command.ts';
import type { Context } from '../../context.ts';
import { parseId } from '../../options/identity.ts';
import { type PlaceOptions, placesOf, withPlaces } from '../../options/place-options.ts';
import type { JsonOption } from '../../output/print.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';
import { printAnswer } from './answer.ts';

interface CreateBookingOptions extends TargetOptions, JsonOption, PlaceOptions {
  readonly rider: string;
  readonly pickup: string;
  readonly dropoff: string;
  readonly id?: string;
}

export function createBookingCommand(context: Context): CliCommand {
  const command = new CliCommand('create')
    .description('Request a booking for a rider')
    .requiredOption('--rider <id>', 'id of the rider', parseId)
    .option('--id <id>', 'id of the booking (default: a new one, b_…)', parseId)
    .option('--json', 'one JSON object: {"booking_id":…,"status":…,"version":…}');
  return withTarget(withPlaces(command, 'required'))
    .examples(
      ['routa bookings create --rider 12 --pickup Plaza --dropoff "Public market"', 'in words'],
      [
        'routa bookings create --rider 12 --pickup A --pickup-at 14.6,121 --dropoff B',
        'with the place on the map, for drivers who navigate',
      ],
    )
    .action((options: CreateBookingOptions) => runCreateBooking(options, context));
}

async function runCreateBooking(options: CreateBookingOptions, context: Context): Promise<void> {
  const { id: booking_id, rider: rider_id, pickup, dropoff } = options;
  const body = {
    rider_id,
    ...placesOf(options),
    pickup_location: pickup,
    dropoff_location: dropoff,
    ...withoutAbsent({ booking_id }),
  };
  const answer = await withApi(options, context, (api) => api.call('createBooking', { body }));
  printAnswer(answer, options, context);
}
