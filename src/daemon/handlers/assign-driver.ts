import { assignCommand } from '../commands/booking-commands.ts';
import { submit } from './booking-command.ts';
import type { Handler } from './handler.ts';

/** An admin offers a booking to a driver. */
export const assignDriver: Handler<'assign_driver'> = (parts, session, message) =>
  submit(parts, session, message, assignCommand(message));
