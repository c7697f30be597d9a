import { rateCommand } from '../commands/booking-commands.ts';
import { submit } from './booking-command.ts';
import type { Handler } from './handler.ts';

/** A rider says how the trip was. */
export const rateBooking: Handler<'rate_booking'> = (parts, session, message) =>
  submit(parts, session, message, rateCommand(message));
