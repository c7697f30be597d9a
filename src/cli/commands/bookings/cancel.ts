import { CliCommand } from '../../cli-command.ts';
import type { Context } from '../../context.ts';
import { parseId } from '../../options/identity.ts';
import { withTarget } from '../../target/target-options.ts';
import { runSetStatus, type SetStatusOptions } from './status.ts';

export function cancelBookingCommand(context: Context): CliCommand {
  const command = new CliCommand('cancel')
    .description('Cancel a booking')
    .argument('<booking>', 'id of the booking', parseId)
    .option('--reason <code>', 'a word for programs, such as no_show')
    .option('--message <text>', 'a sentence for the rider and the driver')
    .option('--json', 'one JSON object: {"booking_id":…,"status":…,"version":…,"online":…}');
  return withTarget(command)
    .examples(['routa bookings cancel 4711 --reason no_show', 'nobody was there'])
    .action((id: string, options: SetStatusOptions) =>
      runSetStatus(id, 'cancelled', options, context),
    );
}
