import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import { assignDriverCommand } from './bookings/assign.ts';
import { cancelBookingCommand } from './bookings/cancel.ts';
import { createBookingCommand } from './bookings/create.ts';
import { listBookingsCommand } from './bookings/list.ts';
import { showBookingCommand } from './bookings/show.ts';
import { setStatusCommand } from './bookings/status.ts';

export function bookingsCommand(context: Context): CliCommand {
  return new CliCommand('bookings')
    .addCommand(listBookingsCommand(context))
    .addCommand(showBookingCommand(context))
    .addCommand(createBookingCommand(context))
    .addCommand(assignDriverCommand(context))
    .addCommand(setStatusCommand(context))
    .addCommand(cancelBookingCommand(context));
}
