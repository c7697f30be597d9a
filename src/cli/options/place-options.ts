import type { Point } from '../../protocol/index.ts';
import type { CliCommand } from '../cli-command.ts';
import { withoutAbsent } from '../without-absent.ts';
import { parsePoint } from './point.ts';

/** Where a trip begins and ends, in words and on the map. */
export interface PlaceOptions {
  readonly pickup?: string;
  readonly dropoff?: string;
  readonly pickupAt?: Point;
  readonly dropoffAt?: Point;
  readonly note?: string;
}

export function withPlaces(command: CliCommand, need: 'required' | 'optional'): CliCommand {
  const pickup = command.createOption('--pickup <place>', 'where the rider waits');
  const dropoff = command.createOption('--dropoff <place>', 'where the rider wants to go');
  return command
    .addOption(pickup.makeOptionMandatory(need === 'required'))
    .addOption(dropoff.makeOptionMandatory(need === 'required'))
    .option('--pickup-at <lat,lng>', 'the same on the map: 14.5995,120.9842', parsePoint)
    .option('--dropoff-at <lat,lng>', 'the same on the map', parsePoint)
    .option('--note <text>', 'for the driver');
}

/** As the wire calls them. */
export function placesOf({ pickup, dropoff, pickupAt, dropoffAt, note }: PlaceOptions) {
  return withoutAbsent({
    pickup_location: pickup,
    dropoff_location: dropoff,
    pickup: pickupAt,
    dropoff: dropoffAt,
    note,
  });
}
