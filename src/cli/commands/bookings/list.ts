import { BOOKING_STATUSES, type BookingStatus, type BookingView } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { bookingColumns } from '../../columns/booking-columns.ts';
import type { Context } from '../../context.ts';
import { parseId } from '../../options/identity.ts';
import { parseInteger } from '../../options/number.ts';
import { collectStatuses } from '../../options/status.ts';
import { type JsonOption, printList } from '../../output/print.ts';
import { type Api, withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';

interface ListBookingsOptions extends TargetOptions, JsonOption {
  readonly status?: BookingStatus[];
  readonly open?: boolean;
  readonly driver?: string;
  readonly rider?: string;
  readonly limit: number;
}

const LIMIT_MAX = 1_000_000;
const PAGE_MAX = 500;

export function listBookingsCommand(context: Context): CliCommand {
  const command = new CliCommand('list')
    .description('List bookings, newest first')
    .option('--status <status>', `only these: ${BOOKING_STATUSES.join(', ')}`, collectStatuses)
    .option('--open', 'only those that are not final')
    .option('--driver <id>', "only this driver's", parseId)
    .option('--rider <id>', "only this rider's", parseId)
    .option('--limit <count>', 'at most so many', parseInteger(1, LIMIT_MAX), 100)
    .option('--json', 'one JSON object a line for each booking');
  return withTarget(command)
    .examples(
      ['routa bookings list --open', 'what is going on now'],
      ['routa bookings list --status declined,cancelled --json', 'what went wrong, for a program'],
    )
    .action((options: ListBookingsOptions) => runListBookings(options, context));
}

async function runListBookings(options: ListBookingsOptions, context: Context): Promise<void> {
  const bookings = await withApi(options, context, (api) => readPages(options, api));
  const empty = 'There are no such bookings.';
  await printList(bookings, bookingColumns(context.clock.now()), { ...options, empty }, context);
}

/** The API answers in pages; `after` of one leads to the next. */
async function readPages(options: ListBookingsOptions, api: Api): Promise<readonly BookingView[]> {
  const { status, open, driver: driver_id, rider: rider_id } = options;
  const filter = withoutAbsent({ status, open, driver_id, rider_id });
  const bookings: BookingView[] = [];
  for (let after: BookingView['booking_id'] | undefined; ; ) {
    const limit = Math.min(options.limit - bookings.length, PAGE_MAX);
    const query = { ...filter, limit, ...withoutAbsent({ after }) };
    const page = await api.call('listBookings', { query });
    bookings.push(...page.bookings);
    after = page.after;
    if (after === undefined || bookings.length >= options.limit) return bookings;
  }
}
