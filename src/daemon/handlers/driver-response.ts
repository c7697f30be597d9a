import { respondCommand } from '../commands/booking-commands.ts';
import { submit } from './booking-command.ts';
import type { Handler } from './handler.ts';

/** A driver takes the booking, or does not. */
export const driverResponse: Handler<'driver_response'> = (parts, session, message) =>
  submit(parts, session, message, respondCommand(message));
