import { BOOKING_STATUSES, type BookingStatus } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import type { Context } from '../../context.ts';
import { parseId } from '../../options/identity.ts';
import { parseStatus } from '../../options/status.ts';
import type { JsonOption } from '../../output/print.ts';
import { withApi } from '../../target/api.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import { withoutAbsent } from '../../without-absent.ts';
import { printAnswer } from './answer.ts';

export interface SetStatusOptions extends TargetOptions, JsonOption {
  readonly reason?: string;
  readonly message?: string;
}

export function setStatusCommand(context: Context): CliCommand {
  const command = new CliCommand('status')
    .description('Move a booking on, or take it back with "pending"')
    .argument('<booking>', 'id of the booking', parseId)
    .argument('<status>', BOOKING_STATUSES.join(', '), parseStatus)
    .option('--reason <code>', 'a word for programs, such as vehicle_problem')
    .option('--message <text>', 'a sentence for the rider and the driver')
    .option('--json', 'one JSON object: {"booking_id":…,"status":…,"version":…,"online":…}');
  return withTarget(command)
    .examples(
      ['routa bookings status 4711 arrived', 'for a driver whose phone is gone'],
      ['routa bookings status 4711 pending --reason vehicle_problem', 'take it from its driver'],
    )
    .action((id: string, status: BookingStatus, options: SetStatusOptions) =>
      runSetStatus(id, status, options, context),
    );
}

export async function runSetStatus(
  id: string,
  status: BookingStatus,
  options: SetStatusOptions,
  context: Context,
): Promise<void> {
  const { reason, message } = options;
  const body = { status, ...withoutAbsent({ reason, message }) };
  const request = { params: { booking_id: id }, body };
  const answer = await withApi(options, context, (api) => api.call('setStatus', request));
  printAnswer(answer, options, context);
}
