import { CliCommand } from '../../cli-command.ts';
import { bookingFields } from '../../columns/booking-columns.ts';
import { transitionColumns } from '../../columns/transition-columns.ts';
import type { Context } from '../../context.ts';
import { parseId } from '../../options/identity.ts';
import { renderJson } from '../../output/json.ts';
import { type JsonOption, printList, printRecord } from '../../output/print.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';

type ShowBookingOptions = TargetOptions & JsonOption;

export function showBookingCommand(context: Context): CliCommand {
  const command = new CliCommand('show')
    .description('Show one booking and its log')
    .argument('<booking>', 'id of the booking', parseId)
    .option('--json', 'one JSON object: the booking, with its steps as "log"');
  return withTarget(command)
    .examples(
      ['routa bookings show 4711', 'who did what, and when'],
      ["routa bookings show 4711 --json | jq '.log[].to'", 'the steps alone'],
    )
    .action((id: string, options: ShowBookingOptions) => runShowBooking(id, options, context));
}

async function runShowBooking(
  id: string,
  options: ShowBookingOptions,
  context: Context,
): Promise<void> {
  const params = { booking_id: id };
  const { booking, log } = await withApi(options, context, async (api) => ({
    booking: await api.call('getBooking', { params }),
    log: (await api.call('listTransitions', { params })).events,
  }));
  if (options.json) {
    context.stdout.write(renderJson([{ ...booking, log }]));
    return;
  }
  await printRecord(booking, bookingFields(context.clock.now()), options, context);
  context.stdout.write('\n');
  await printList(log, transitionColumns, { empty: 'Its log is empty.' }, context);
}
